/** The frame: header, the page at the address, toasts, palette. Sends people without a session to sign-in. */
import { Component, type ComponentChildren, type ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Masthead } from "./Masthead.tsx";
import { address, go, match } from "./router.ts";
import { may, me } from "./session.ts";
import { Button } from "../components/Button.tsx";
import { Notice } from "../components/Notice.tsx";
import { offerCommands, Palette } from "../components/Palette.tsx";
import { Toasts } from "../components/Toasts.tsx";
import { homeOf, type PageProps, type Route, ROUTES } from "../routes.tsx";
import { LinkPage, SignInPage } from "../signin/SignInPage.tsx";
import { t } from "../texts/texts.ts";

export function App() {
  return (
    <>
      <a class="skip" href="#content">
        {t("shell.skip")}
      </a>
      <Masthead />
      <main id="content" tabIndex={-1}>
        <Here />
      </main>
      <Palette />
      <Toasts />
    </>
  );
}

function Here() {
  const { path } = address.value;
  const who = me.value;
  const link = match("/sign-in/:secret", path);
  const isLost = who === null && link === null && path !== "/sign-in";
  const isHome = who != null && (path === "/" || path === "/sign-in");
  useEffect(() => {
    if (isLost) go(signInAddress(), "replace");
    if (isHome) go(wantedAddress() ?? homeOf(who.role), "replace");
  }, [isLost, isHome]);
  useMoved(path);
  useEffect(() => offerCommands(pageCommands), []);
  if (link) return <LinkPage />;
  if (path === "/sign-in" && who === null) return <SignInPage />;
  if (!who || isHome) return <Waiting />;
  for (const route of ROUTES) {
    const params = match(route.pattern, path);
    if (params) return may(route.right) ? <Page key={path} route={route} params={params} /> : <Nowhere text={t("shell.not_allowed")} />;
  }
  return <Nowhere text={t("shell.not_found")} />;
}

/** Sign-in remembers where somebody wanted to go. */
function signInAddress(): string {
  const wanted = location.pathname + location.search;
  return wanted === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`;
}

function wantedAddress(): string | null {
  const next = address.value.query.get("next");
  return next && /^\/[^/\\]/.test(next) ? next : null;
}

/** Name the window after the page, and lead keyboards and screen readers to a page that was moved to. */
function useMoved(path: string): void {
  const before = useRef(path);
  const nav = ROUTES.find((route) => route.nav !== null && (path === route.pattern || path.startsWith(`${route.pattern}/`)))?.nav;
  const title = nav ? t(nav) : null;
  useEffect(() => {
    document.title = title ? `${title} · Ringfence` : "Ringfence";
  }, [title]);
  useEffect(() => {
    if (before.current !== path && me.value) document.getElementById("content")?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
}

const loaded = new Map<string, ComponentType<PageProps>>();

function Page({ route, params }: { route: Route; params: Record<string, string> }) {
  const [Shown, setShown] = useState<ComponentType<PageProps> | null>(() => loaded.get(route.pattern) ?? null);
  const [isFailed, setFailed] = useState(false);
  useEffect(() => {
    if (Shown) return;
    route.load().then(
      (component) => {
        loaded.set(route.pattern, component);
        setShown(() => component);
      },
      () => setFailed(true),
    );
  }, [route]);
  if (isFailed) return <Failed />;
  return Shown ? (
    <Fence>
      <Shown params={params} />
    </Fence>
  ) : (
    <Waiting />
  );
}

/** Keeps the frame standing when a page has a bug. */
class Fence extends Component<{ children: ComponentChildren }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static override getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render() {
    return this.state.isBroken ? <Failed /> : this.props.children;
  }
}

function Failed() {
  return (
    <div class="page">
      <Notice tone="bad">{t("shell.failed")}</Notice>
    </div>
  );
}

function Waiting() {
  return (
    <div class="page">
      <p class="quiet">{t("shell.loading")}</p>
    </div>
  );
}

function Nowhere({ text }: { text: string }) {
  return (
    <div class="page">
      <h1>{text}</h1>
      <div>
        <Button href={me.value ? homeOf(me.value.role) : "/sign-in"}>{t("shell.home")}</Button>
      </div>
    </div>
  );
}

function pageCommands() {
  return ROUTES.filter((route) => route.nav !== null && may(route.right)).map((route) => ({
    code: `page-${route.pattern.slice(1)}`,
    title: route.nav ? t(route.nav) : route.pattern,
    act: () => go(route.pattern),
  }));
}
