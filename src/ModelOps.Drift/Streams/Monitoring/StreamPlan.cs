namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>A watched stream of a model, as its settings say; the same for all versions.</summary>
internal sealed record StreamPlan
{
    public required string Name { get; init; }

    public required StreamSource Source { get; init; }

    public required string? Tensor { get; init; }

    public required int Column { get; init; }

    /// <summary>NaN when values are not made outcomes.</summary>
    public required double Above { get; init; }

    /// <summary>NaN when values are not scaled.</summary>
    public required double Low { get; init; }

    public required double High { get; init; }

    public required int BlockSize { get; init; }

    /// <summary>0 when blocks are not of time.</summary>
    public required long BlockTicks { get; init; }

    /// <summary>Makes a detector; one that is calibrated makes its own.</summary>
    public required Func<StreamDetector> Create { get; init; }

    /// <summary>Its threshold; null when it is not calibrated.</summary>
    public required Func<DetectorThreshold>? Threshold { get; init; }

    public required long UpdatesPerFalseAlarm { get; init; }

    public required int CalibrationValues { get; init; }

    /// <summary>All settings in one text: a state of other settings is not gone on with.</summary>
    public required string Key { get; init; }

    public bool IsTensor => Source is StreamSource.Input or StreamSource.Output;

    public bool IsLabelled => Source is StreamSource.AbsoluteError or StreamSource.SquaredError or StreamSource.WrongPredictions;

    /// <summary>A value as the detector takes it.</summary>
    public double Scale(double value) => double.IsNaN(Low) ? value : Math.Clamp((value - Low) / (High - Low), 0, 1);
}
