using DemandForecasting.Data;

namespace DemandForecasting.Features;

/// <summary>Turns days into what the model reads. The forecast is made a week ahead, so no lag is younger than 7 days;
/// the weather of the day stands in for its forecast.</summary>
internal static class DemandFeatures
{
    /// <summary>How many days ahead the forecast is made.</summary>
    public const int HorizonDays = 7;

    /// <summary>Days of history that the first usable row needs.</summary>
    public const int HistoryDays = 364;

    private static readonly int[] Lags = [7, 14, 21, 28, 364];

    /// <summary>Names of the columns, in the order of the model's input.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "day_of_week", "month", "day_of_year", "is_holiday", "is_day_before_holiday", "is_day_after_holiday", "lag_7_was_holiday", "lag_364_was_holiday",
        .. Lags.Select(lag => $"ridership_lag_{lag}"),
        "ridership_mean_of_4_weekdays", "ridership_mean_7_to_34", "quincy_wells_lag_14", "merchandise_mart_lag_14",
        .. RidershipDay.Names,
    ];

    /// <summary>Builds the rows of all days that have enough history.</summary>
    public static IReadOnlyList<DemandRow> Build(IReadOnlyList<RidershipDay> days) =>
        [.. Enumerable.Range(HistoryDays, Math.Max(0, days.Count - HistoryDays)).Select(index => BuildRow(days, index))];

    private static DemandRow BuildRow(IReadOnlyList<RidershipDay> days, int index)
    {
        RidershipDay day = days[index];
        DateOnly date = day.Date;
        float Lag(int lag) => days[index - lag].Ridership;
        float Flag(int offset) => UnitedStatesHolidays.IsHoliday(date.AddDays(offset)) ? 1 : 0;
        float[] features =
        [
            (float)date.DayOfWeek, date.Month, date.DayOfYear, Flag(0), Flag(1), Flag(-1), Flag(-7), Flag(-364),
            .. Lags.Select(Lag),
            (Lag(7) + Lag(14) + Lag(21) + Lag(28)) / 4,
            Enumerable.Range(HorizonDays, 28).Average(Lag),
            day.QuincyWells14DaysBefore, day.MerchandiseMart14DaysBefore,
            .. day.Conditions,
        ];
        return new DemandRow { Date = date, Features = features, Label = day.Ridership, SeasonalNaive = Lag(7) };
    }
}
