using Microsoft.Extensions.Logging;

namespace ModelOps.Drift.Alerts;

/// <summary>The sinks of the options, and those that the host registered.</summary>
internal sealed class DriftAlertSinks : IDisposable
{
    private readonly IDriftAlertSink[] _own;

    public DriftAlertSinks(DriftAlertOptions options, IEnumerable<IDriftAlertSink> registered, ISecretSource? secrets, TimeProvider time, ILogger logger)
    {
        _own =
        [
            .. options.Alertmanager.Select(sink => new AlertmanagerSink(sink, secrets, time)),
            .. options.Slack.Select(sink => new SlackSink(sink, secrets, time)),
            .. options.Webhooks.Select(sink => new DriftWebhookSink(sink, secrets, time)),
            .. options.Smtp.Select(sink => new SmtpSink(sink, secrets, time, logger)),
            .. options.PagerDuty.Select(sink => new PagerDutySink(sink, secrets, time)),
        ];
        All = [.. _own, .. registered];
    }

    public IReadOnlyList<IDriftAlertSink> All { get; }

    public void Dispose()
    {
        foreach (IDisposable sink in _own.OfType<IDisposable>()) { sink.Dispose(); }
    }
}
