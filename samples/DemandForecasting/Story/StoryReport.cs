using System.Globalization;
using DemandForecasting.Features;
using DemandForecasting.Promotion;
using DemandForecasting.Report;
using DemandForecasting.Training;
using ModelOps;
using ModelOps.Drift;

namespace DemandForecasting.Story;

/// <summary>The report of a run.</summary>
internal sealed record StoryReport
{
    private const int ChartDays = 84;

    public required DemandPeriods Past { get; init; }

    public required DemandPeriods Recent { get; init; }

    public required PublishedModel First { get; init; }

    public required ForecastAccuracy Naive { get; init; }

    public required GateDecision FirstDecision { get; init; }

    public required double MicrosecondsPerCall { get; init; }

    public required IReadOnlyList<DriftEvaluation> Drift { get; init; }

    public required IReadOnlyList<YearOfError> Errors { get; init; }

    public required IReadOnlyList<CanaryResult> Canaries { get; init; }

    public required IReadOnlyList<DemandForecast> ChampionForecast { get; init; }

    public required IReadOnlyList<RegistryEvent> Events { get; init; }

    public required IReadOnlyList<ModelVersion> Versions { get; init; }

    public required IReadOnlyList<string> Manifests { get; init; }

    public void Write(string path, TimeSpan elapsed)
    {
        CanaryResult retrained = Canaries[0];
        HtmlReport report = new(
            "Demand forecasting with ModelOps",
            "Rail entries at Clark/Lake station, Chicago, forecast a week ahead: trained, registered, promoted, served, watched for drift, retrained and described for Kubernetes in one run.");
        report
            .Figures(
                (Number(First.Accuracy.Mase, 3), $"MASE of {First.Version.Version} on {Past.HoldOut[0].Date.Year}; seasonal-naive {Number(Naive.Mase, 3)}"),
                (Percent(1 - (First.Accuracy.Mae / Naive.Mae)), "lower error than seasonal-naive"),
                (ChampionForecast[0].Version, "champion at the end"),
                (Percent(1 - (retrained.Decision.CandidateMae / retrained.Decision.CurrentMae)), $"lower error by retraining ({retrained.Candidate.Version.Version})"),
                ($"{Number(MicrosecondsPerCall, 1)} µs", "an in-process call, features to forecast"))
            .Section("Forecast and outcome", $"The last {ChartDays} days of the hold-out: entries a day in thousands, as forecast by champion {ChampionForecast[0].Version} and as they came.")
            .Chart(ForecastChart())
            .Section("Accuracy of the first model", $"Learned from {Past.Training.Count} days before {Past.HoldOut[0].Date:yyyy-MM-dd}, judged by the {Past.HoldOut.Count} days after. The exported ONNX model answers as ML.NET's does: {First.Parity}.")
            .Table(["forecast", "#MAE", "#sMAPE %", "#MASE"], [Row("LightGBM, exported to ONNX", First.Accuracy), Row("seasonal-naive (same weekday, a week before)", Naive)])
            .Section("How the first model ages", "Mean absolute error by year, the model unchanged since 2011. The network grew; a tree model cannot forecast levels it never saw.")
            .Chart(BarChart.Draw(
                "Mean absolute error by year",
                [.. Errors.Select(year => $"{year.Year}")],
                ($"version {First.Version.Version}", [.. Errors.Select(year => year.ModelMae)], "a"),
                ("seasonal-naive", [.. Errors.Select(year => year.NaiveMae)], "c")))
            .Section("Where the data drifted", "Days of each year against the profile of the training days, which is stored with the version. A feature drifted when its change is significant over all features of the year together, and large enough to matter.")
            .Table(
                ["year", "#drifted", "of which the largest"],
                Drift.Select(year => (IReadOnlyList<string>)
                [
                    DriftWatch.Label(year),
                    $"{year.Report.DriftedCount} of {year.Report.TestedCount}",
                    string.Join(", ", DriftWatch.Drifted(year).Take(4).Select(feature => $"{feature.Feature} ({Number(feature.EffectSize, 2)})")),
                ]))
            .Link(DriftWatch.Page, "The drift report: every feature, its distributions and its years")
            .Section("Candidates and the gate", $"Each candidate answered a fifth of the calls beside the champion, then both were judged on the same {Recent.HoldOut.Count} days. A candidate is promoted only when it is better by more than chance explains.")
            .Table(
                ["candidate", "champion", "#canary calls", "#MAE canary", "#MAE champion's share", "verdict"],
                Canaries.Select(canary => (IReadOnlyList<string>)
                [
                    $"{canary.Candidate.Version.Version} ({canary.Candidate.Version.Parameters["trees"]} trees)",
                    canary.ChampionVersion,
                    $"{canary.CandidateShare.Calls} of {canary.CandidateShare.Calls + canary.ChampionShare.Calls}",
                    Number(canary.CandidateShare.Mae, 3),
                    Number(canary.ChampionShare.Mae, 3),
                    (canary.Decision.IsPromoted ? "+" : "!") + canary.Decision.Verdict,
                ]))
            .Section("Versions", "Versions never change; each is known by the digest over its files.")
            .Table(
                ["version", "digest", "#MAE", "trained on"],
                Versions.Select(version => (IReadOnlyList<string>)
                    [$"{version.Version}", version.Digest[..19] + "…", Number(version.Metrics["mae"], 3), $"{version.Parameters["train_from"]} to {version.Parameters["train_until"]}"]))
            .Section("What happened", "The registry's append-only log.")
            .Table(
                ["#no.", "event", "version", "why"],
                Events.Select(entry => (IReadOnlyList<string>)[$"{entry.Sequence}", Describe(entry), VersionOf(entry.Number), entry.Reason ?? ""]))
            .Section("On a cluster", $"Rendered beside this page in k8s/: {string.Join(", ", Manifests)}.");
        report.Write(path, string.Create(
            CultureInfo.InvariantCulture,
            $"Made by samples/DemandForecasting in {elapsed.TotalSeconds:0.0} s. Data: City of Chicago data portal, as collected in the R package modeldata 1.1.0."));
    }

    private static string Number(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";

    private static IReadOnlyList<string> Row(string name, ForecastAccuracy accuracy) =>
        [name, Number(accuracy.Mae, 3), Number(accuracy.Smape, 2), Number(accuracy.Mase, 3)];

    private static string Describe(RegistryEvent entry) => entry.Kind switch
    {
        RegistryEventKind.VersionRegistered => "registered",
        RegistryEventKind.AliasMoved => $"{entry.Alias} moved here",
        _ => $"{entry.Alias} removed",
    };

    private string VersionOf(long number) => Versions.First(version => version.Number == number).Version.ToString();

    private string ForecastChart()
    {
        IReadOnlyList<DemandRow> days = [.. Recent.HoldOut.TakeLast(ChartDays)];
        return LineChart.Draw(
            "Forecast and outcome by day",
            [.. days.Select(day => day.Date)],
            ("outcome", [.. days.Select(day => day.Label)], "b"),
            ("forecast", [.. ChampionForecast.TakeLast(ChartDays).Select(answer => answer.Ridership)], "a"));
    }
}
