using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Tests.Alerts.Support;

/// <summary>Alerts without a host: time and steps are the test's.</summary>
internal sealed class AlertHost : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly AlertWorker[] _workers;
    private readonly HashSet<string> _names;

    public AlertHost(DriftAlertOptions options, FakeTimeProvider time, IEnumerable<IDriftAlertSink> sinks, ILogger? logger = null, IEnumerable<IAuditSink>? audit = null)
    {
        Time = time;
        logger ??= NullLogger.Instance;
        var metrics = new AlertMetrics(_services.GetRequiredService<IMeterFactory>());
        Center = new AlertCenter(Options.Create(options), metrics, audit ?? [], time, logger);
        IDriftAlertSink[] all = [.. sinks];
        _names = [.. all.Select(static sink => sink.Name)];
        _workers = [.. all.Select(sink => new AlertWorker(sink, Center, metrics, time, logger))];
        Center.LookAfter(_names);
    }

    public FakeTimeProvider Time { get; }

    public AlertCenter Center { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public static FakeTimeProvider Clock() => new(Windows.Start);

    /// <summary>Lets time pass to just after the end of a window, its evaluation come, and sinks be told what is due then.</summary>
    public async Task SeeAsync(DriftEvaluation evaluation)
    {
        await PassAsync(evaluation.To - Time.GetUtcNow());
        await Center.OnEvaluatedAsync(evaluation);
        await StepAsync();
    }

    /// <summary>Lets time pass, with sinks told at each moment that something is due.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        DateTimeOffset end = Time.GetUtcNow() + time;
        while (true)
        {
            TimeSpan wait = await StepAsync();
            TimeSpan left = end - Time.GetUtcNow();
            if (left <= TimeSpan.Zero) { return; }
            Time.Advance(wait < left ? wait : left);
            Center.LookAfter(_names);
        }
    }

    public void Dispose()
    {
        Center.Dispose();
        _services.Dispose();
    }

    private async Task<TimeSpan> StepAsync()
    {
        TimeSpan least = TimeSpan.FromHours(1);
        foreach (AlertWorker worker in _workers)
        {
            TimeSpan wait;
            while ((wait = await worker.StepAsync(CancellationToken.None)) == TimeSpan.Zero) { }
            if (wait < least) { least = wait; }
        }

        return least;
    }
}
