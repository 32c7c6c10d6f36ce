using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Quality.Imports;

namespace ModelOps.Drift.Reports;

/// <summary>Reports what monitoring keeps of the newest windows.</summary>
internal sealed class DriftReportSource(
    IDriftHistory history, IPerformanceHistory? performance, IOptions<DriftMonitoringOptions> monitoring, Func<IReadOnlyList<DriftEvaluation>, DriftReportOptions>? options) : IModelReportSource
{
    private const string Html = "html";
    private const string Json = "json";
    private const string Evidently = "evidently";

    public string Kind => "drift";

    public IReadOnlyList<string> Formats { get; } = [Html, Json, Evidently];

    public ValueTask<IReadOnlyList<ModelReportEntry>> ListAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(List());

    public ValueTask<ModelReportContent?> CreateAsync(string model, string? version, string format, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(format);
        version ??= List().Where(entry => entry.Model == model).MaxBy(static entry => entry.At)?.Version;
        IReadOnlyList<DriftEvaluation> windows = version is null ? [] : history.Read(model, version);
        return ValueTask.FromResult(windows.Count == 0 ? null : Create(windows, format));
    }

    private ModelReportContent? Create(IReadOnlyList<DriftEvaluation> windows, string format) => format switch
    {
        Html => new ModelReportContent(DriftHtmlReport.ContentType, (output, cancellationToken) => DriftHtmlReport.WriteAsync(output, windows, Options(windows), cancellationToken)),
        Json => new ModelReportContent(DriftJsonReport.ContentType, (output, cancellationToken) => DriftJsonReport.WriteAsync(output, windows, Options(windows), cancellationToken)),
        Evidently => new ModelReportContent(
            DriftJsonReport.ContentType,
            (output, cancellationToken) => output.WriteAsync(EvidentlyJson.Write(windows[0], EvidentlyFormat.DataDriftPreset), cancellationToken).AsTask()),
        _ => null,
    };

    private DriftReportOptions Options(IReadOnlyList<DriftEvaluation> windows)
    {
        DriftReportOptions chosen = options?.Invoke(windows) ?? new DriftReportOptions();
        if (chosen.Performance.Count == 0 && performance is not null) { chosen = chosen with { Performance = Timeline(performance, windows[0]) }; }
        return chosen.Promise is null && monitoring.Value.AlarmRule == DriftAlarmRule.Sequential
            ? chosen with { Promise = $"at most {Alarms(monitoring.Value.AlarmsPerWeek)} a week for this version, over all its features together and however often one looks." }
            : chosen;
    }

    // Estimates, which every window has; labels where nothing is estimated.
    private static PerformanceWindow[] Timeline(IPerformanceHistory performance, DriftEvaluation newest)
    {
        IReadOnlyList<PerformanceEvaluation> windows = performance.Read(newest.Model, newest.Version);
        bool isEstimated = windows.Any(static window => window.Estimate is not null);
        return [.. windows.Select(window => (window, Shown: isEstimated ? window.Estimate : window.Realised?.Performance))
            .Where(static one => one.Shown is not null).Select(static one => new PerformanceWindow(one.window.From, one.window.To, one.Shown!))];
    }

    private static string Alarms(double count) => count == 1 ? "one false alarm" : $"{ReportText.Number(count)} false alarms";

    private IReadOnlyList<ModelReportEntry> List() =>
        [.. history.Versions
            .Select(version => (version, Newest: history.Read(version.Key, version.Value).FirstOrDefault()))
            .Where(static entry => entry.Newest is not null)
            .Select(static entry => new ModelReportEntry(entry.version.Key, entry.version.Value, entry.Newest!.To))];
}
