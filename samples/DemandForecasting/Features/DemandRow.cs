namespace DemandForecasting.Features;

/// <summary>One day as the model sees it. <see cref="Features"/> and <see cref="Label"/> are the columns that ML.NET trains on.</summary>
internal sealed class DemandRow
{
    public required DateOnly Date { get; init; }

    /// <summary>Columns in the order of <see cref="DemandFeatures.Names"/>.</summary>
    public required float[] Features { get; init; }

    /// <summary>What happened: entries of the day, in thousands.</summary>
    public required float Label { get; init; }

    /// <summary>The simplest forecast: what happened on the same weekday a week before.</summary>
    public required float SeasonalNaive { get; init; }
}
