namespace DemandForecasting.Data;

/// <summary>One day of the data set; see Data/README.md for columns and units.</summary>
internal sealed record RidershipDay
{
    public required DateOnly Date { get; init; }

    /// <summary>Entries of the day, in thousands.</summary>
    public required float Ridership { get; init; }

    public required float QuincyWells14DaysBefore { get; init; }

    public required float MerchandiseMart14DaysBefore { get; init; }

    /// <summary>Weather and home games of the day, in the order of <see cref="Names"/>.</summary>
    public required float[] Conditions { get; init; }

    public static IReadOnlyList<string> Names { get; } =
    [
        "temp_min", "temp", "temp_max", "percip", "weather_rain", "weather_snow", "weather_cloud", "weather_storm", "wind",
        "Blackhawks_Home", "Bulls_Home", "Bears_Home", "WhiteSox_Home", "Cubs_Home",
    ];
}
