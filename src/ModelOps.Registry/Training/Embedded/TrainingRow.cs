namespace ModelOps.Registry.Training.Embedded;

/// <summary>One job as it is stored.</summary>
internal sealed record TrainingRow
{
    public required string Id { get; init; }

    public required string Fingerprint { get; init; }

    public required string Spec { get; init; }

    public required TrainingJobState State { get; init; }

    public required int Attempt { get; init; }

    public required long Token { get; init; }

    public long? StartedAt { get; init; }

    public long? FinishedAt { get; init; }

    public string? Machine { get; init; }

    public int? ProcessId { get; init; }

    public long? ProcessStartedAt { get; init; }

    public bool IsCancelRequested { get; init; }

    public int? ExitCode { get; init; }

    public string? Message { get; init; }

    public string? Tail { get; init; }

    public TrainingJobStatus ToStatus() => new()
    {
        Id = Id,
        State = State,
        RawState = State == TrainingJobState.Running && IsCancelRequested ? "Cancelling" : State.ToString(),
        StartedAt = StartedAt is { } start ? DateTimeOffset.FromUnixTimeMilliseconds(start) : null,
        FinishedAt = FinishedAt is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null,
        ExitCode = ExitCode,
        Message = Message,
        OutputTail = Tail,
    };
}
