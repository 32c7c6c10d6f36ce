namespace ModelOps.Kubernetes;

/// <summary>How a pod ends: it waits until no new calls reach it, finishes those it has, and stops. All durations are whole seconds.</summary>
public sealed record ModelShutdown
{
    /// <summary>Wait before the server is told to stop, while load balancers forget the pod. Default 10 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest call to wait for; the host's own shutdown timeout is set to it. Default 30 s.</summary>
    public TimeSpan LongestRequest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for the rest: closing files, sending the last telemetry. Default 5 s.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(5);

    internal TimeSpan GracePeriod => Drain + LongestRequest + Margin;
}
