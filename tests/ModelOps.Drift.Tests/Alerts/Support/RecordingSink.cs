using ModelOps.Drift.Alerts;

namespace ModelOps.Drift.Tests.Alerts.Support;

/// <summary>Keeps what it is told, and fails when it is told to.</summary>
internal sealed class RecordingSink(string name = "recorder") : IDriftAlertSink
{
    public string Name => name;

    public TimeSpan? Refresh { get; init; }

    public bool MakesOneOfMany { get; init; }

    public Func<DriftAlert, bool> Filter { get; init; } = static _ => true;

    public Func<DriftNotification, Exception?> Fails { get; set; } = static _ => null;

    public List<DriftNotification> Taken { get; } = [];

    /// <summary>What it took, e.g. <c>income,age|city</c>: firing, then over.</summary>
    public string[] Told => [.. Taken.Select(static n => $"{Names(n.Firing)}|{Names(n.Resolved)}")];

    public bool Wants(DriftAlert alert) => Filter(alert);

    public ValueTask SendAsync(DriftNotification notification, CancellationToken cancellationToken = default)
    {
        if (Fails(notification) is { } error) { throw error; }
        Taken.Add(notification);
        return ValueTask.CompletedTask;
    }

    private static string Names(IEnumerable<DriftAlert> alerts) => string.Join(',', alerts.Select(static alert => alert.Feature));
}
