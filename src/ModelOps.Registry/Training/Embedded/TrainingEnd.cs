namespace ModelOps.Registry.Training.Embedded;

/// <summary>Why a job was ended before it ended itself.</summary>
internal enum TrainingEnd
{
    None,
    Cancelled,
    TimedOut,
    LeaseLost,
    HostStopping,
}
