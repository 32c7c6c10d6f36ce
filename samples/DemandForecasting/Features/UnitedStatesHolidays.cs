namespace DemandForecasting.Features;

/// <summary>Public holidays on which Chicago's offices close.</summary>
internal static class UnitedStatesHolidays
{
    public static bool IsHoliday(DateOnly date) => (date.Month, date.Day) is (1, 1) or (7, 4) or (12, 24) or (12, 25) or (12, 31)
        || IsNth(date, month: 1, DayOfWeek.Monday, nth: 3)       // Martin Luther King Jr. Day
        || IsNth(date, month: 2, DayOfWeek.Monday, nth: 3)       // Presidents' Day
        || (date is { Month: 5, DayOfWeek: DayOfWeek.Monday } && date.AddDays(7).Month == 6) // Memorial Day
        || IsNth(date, month: 9, DayOfWeek.Monday, nth: 1)       // Labor Day
        || IsNth(date, month: 10, DayOfWeek.Monday, nth: 2)      // Columbus Day
        || IsNth(date, month: 11, DayOfWeek.Thursday, nth: 4)    // Thanksgiving
        || IsNth(date.AddDays(-1), month: 11, DayOfWeek.Thursday, nth: 4)
        || IsObserved(date, 1, 1) || IsObserved(date, 7, 4) || IsObserved(date, 12, 25);

    private static bool IsNth(DateOnly date, int month, DayOfWeek day, int nth) =>
        date.Month == month && date.DayOfWeek == day && (date.Day - 1) / 7 == nth - 1;

    /// <summary>A holiday on a Saturday is observed on the Friday before, on a Sunday on the Monday after.</summary>
    private static bool IsObserved(DateOnly date, int month, int day) =>
        (date.DayOfWeek == DayOfWeek.Friday && date.AddDays(1) is var next && next.Month == month && next.Day == day)
        || (date.DayOfWeek == DayOfWeek.Monday && date.AddDays(-1) is var previous && previous.Month == month && previous.Day == day);
}
