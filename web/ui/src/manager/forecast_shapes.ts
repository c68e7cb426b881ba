/** What the server says of a forecast. */
import type * as schema from "../api/schema.ts";

export type Forecast = schema.ForecastView;
export type Outlook = schema.SettingForecast;
export type Hour = schema.ForecastHour;
export type Figures = schema.ForecastFigures;
export type Band = schema.BandShape;
