namespace ModelOps;

/// <summary>How a training job is at one moment.</summary>
public sealed record TrainingJobStatus
{
    /// <summary>Id of the job.</summary>
    public required string Id { get; init; }

    /// <summary>State in the words of all launchers.</summary>
    public required TrainingJobState State { get; init; }

    /// <summary>State in the launcher's own words.</summary>
    public required string RawState { get; init; }

    /// <summary>When it began to run; null when it has not, or the launcher does not say.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null when it has not, or the launcher does not say.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Exit code of the process; null when there is none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it failed, as far as the launcher says, at most 4,096 characters; null when it has not.</summary>
    public string? Message { get; init; }

    /// <summary>Last part of what it wrote, at most 8,192 characters; null where the launcher keeps none beside the log.</summary>
    public string? OutputTail { get; init; }

    /// <summary>Whether it has ended for good.</summary>
    public bool HasEnded => State is TrainingJobState.Succeeded or TrainingJobState.Failed or TrainingJobState.Cancelled;
}
