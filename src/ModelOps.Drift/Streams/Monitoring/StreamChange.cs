namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>What a stream detector said of a served version. Immutable.</summary>
public sealed record StreamChange
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Version that served.</summary>
    public required string Version { get; init; }

    /// <summary>Name of the stream, as in the settings.</summary>
    public required string Stream { get; init; }

    /// <summary>Where its values come from.</summary>
    public required StreamSource Source { get; init; }

    /// <summary>Name of the detector.</summary>
    public required string Detector { get; init; }

    /// <summary><see cref="StreamState.Drift"/>, or <see cref="StreamState.Warning"/> when a warning begins.</summary>
    public required StreamState State { get; init; }

    /// <summary>Time of the value that it was said at, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the stream probably changed: where the means before and after differ most surely, in UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Values (means, where blocks are taken) since the detector began or the change before.</summary>
    public required long Values { get; init; }

    /// <summary>Those of them from <see cref="Since"/> on.</summary>
    public required long ValuesAfter { get; init; }

    /// <summary>Mean of the values before <see cref="Since"/>, in units of the stream; NaN when it is not known.</summary>
    public required double MeanBefore { get; init; }

    /// <summary>Mean of the values from <see cref="Since"/> on; NaN when it is not known.</summary>
    public required double MeanAfter { get; init; }

    /// <summary>Standard deviation of the values before <see cref="Since"/>, in units of the stream; NaN when it is not known. Default NaN.</summary>
    public double DeviationBefore { get; init; } = double.NaN;

    /// <summary>Values that one false alarm is expected in, as simulated by the calibration; null when the detector was not calibrated.</summary>
    public double? UpdatesPerFalseAlarm { get; init; }
}
