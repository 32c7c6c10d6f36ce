namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Where the values of a watched stream come from.</summary>
public enum StreamSource
{
    /// <summary>A column of an input, one value a row, of answered calls.</summary>
    Input,

    /// <summary>A column of an output, one value a row.</summary>
    Output,

    /// <summary>Seconds from the arrival of a call to its answer; answers from a cache and failed calls are left out.</summary>
    Latency,

    /// <summary>1 for a call that failed on the side of the host, 0 for one that was answered. Cancelled calls, and those refused for what the caller sent or its quota, are left out. A failed call counts for
    /// the version it asked for; when it named none, for the one that answered last.</summary>
    Failures,

    /// <summary>|prediction − label| of a prediction whose label came, as <c>AddPerformanceMonitoring()</c> joins them.</summary>
    AbsoluteError,

    /// <summary>(prediction − label)² of a prediction whose label came.</summary>
    SquaredError,

    /// <summary>1 for a prediction of the wrong class, 0 for one of the right class, once its label came. Numbers that a regression predicts are skipped.</summary>
    WrongPredictions,
}
