using System.Diagnostics;
using DemandForecasting.Data;
using DemandForecasting.Features;
using DemandForecasting.Promotion;
using DemandForecasting.Training;
using ModelOps;
using ModelOps.Drift;
using ModelOps.Serving;

namespace DemandForecasting.Story;

/// <summary>The main job from end to end: real data, a model, a registry, a server, drift, a canary, manifests, a report.</summary>
internal sealed class DemandStory(WebApplication app, TextWriter output)
{
    private const int Trees = 300;
    private const int FewTrees = 75;
    private static readonly DateOnly FirstCut = new(2012, 1, 1);
    private static readonly DateOnly SecondCut = new(2015, 1, 1);
    private static readonly DateOnly End = new(2017, 1, 1);

    private readonly IModelRegistry _registry = app.Services.GetRequiredService<IModelRegistry>();
    private readonly IModelHost _host = app.Services.GetRequiredService<IModelHost>();
    private readonly IInferenceClient _inference = app.Services.GetRequiredService<IInferenceClient>();
    private readonly DriftMonitor _drift = app.Services.GetRequiredService<DriftMonitor>();
    private readonly ITrafficRouter _traffic = app.Services.GetRequiredService<ITrafficRouter>();

    /// <summary>Serves until it is told to stop. Trains, judges and promotes the first version when the registry has no champion yet.</summary>
    public async Task ServeAsync()
    {
        await EnsureChampionAsync(app.Lifetime.ApplicationStopping);
        await app.RunAsync();
    }

    private async Task EnsureChampionAsync(CancellationToken cancellationToken)
    {
        if ((await _registry.ListModelsAsync(cancellationToken)).Contains(ModelPublisher.ModelName)
            && (await _registry.ListAliasesAsync(ModelPublisher.ModelName, cancellationToken)).Any(alias => alias.Alias == Promoter.Champion))
        {
            return;
        }

        await output.WriteLineAsync("The registry has no champion yet: training the first version.");
        DemandPeriods periods = FirstPeriods(DemandFeatures.Build(RidershipData.Read(DataPath)));
        PublishedModel first = await new ModelPublisher(_registry).PublishAsync(new SemanticVersion(1, 0, 0), periods, Trees, cancellationToken);
        GateDecision decision = JudgeFirst(first, periods);
        await output.WriteLineAsync($"{first.Version.Model}:{first.Version.Version} {decision.Reason}");
        await new Promoter(_registry).ApplyAsync(first.Version, decision, cancellationToken);
    }

    /// <summary>Runs the whole story and writes <c>report.html</c> and the manifests.</summary>
    /// <param name="folder">Folder to write to.</param>
    public async Task TellAsync(string folder)
    {
        CancellationToken cancellationToken = app.Lifetime.ApplicationStopping;
        StoryTeller teller = new(output, chapters: 9);
        ModelPublisher publisher = new(_registry);
        Promoter promoter = new(_registry);
        DemandClient client = new(_inference);

        teller.Chapter("Read the data and build the features");
        IReadOnlyList<RidershipDay> days = RidershipData.Read(DataPath);
        IReadOnlyList<DemandRow> rows = DemandFeatures.Build(days);
        DemandPeriods past = FirstPeriods(rows);
        teller.Say($"{days.Count} days of rail entries at Clark/Lake, Chicago, {days[0].Date:yyyy-MM-dd} to {days[^1].Date:yyyy-MM-dd}; {DemandFeatures.Names.Count} features, forecast {DemandFeatures.HorizonDays} days ahead");
        teller.Say($"learn from {past.Training.Count} days before {FirstCut:yyyy-MM-dd}, judge by the {past.HoldOut.Count} of {FirstCut.Year}: time never runs backwards");

        teller.Chapter("Train with ML.NET, export to ONNX, register");
        PublishedModel first = await publisher.PublishAsync(new SemanticVersion(1, 0, 0), past, Trees, cancellationToken);
        ForecastAccuracy naive = ForecastAccuracy.Of(Actual(past.HoldOut), Naive(past.HoldOut), past.Scale);
        teller.Say($"LightGBM, {Trees} trees   {first.Accuracy}");
        teller.Say($"seasonal-naive        {naive}");
        teller.Say($"ONNX against ML.NET: {first.Parity}");
        teller.Say($"registered {first.Version.Model}:{first.Version.Version}, {first.Version.Files.Count} files, {first.Version.Digest[..19]}…");

        teller.Chapter("Promote through the gate");
        GateDecision firstDecision = JudgeFirst(first, past);
        await promoter.ApplyAsync(first.Version, firstDecision, cancellationToken);
        teller.Say($"{firstDecision.Verdict}");
        if (!firstDecision.IsPromoted) { throw new InvalidOperationException($"The first model is no better than the seasonal-naive forecast: {firstDecision.Reason}"); }

        teller.Chapter("Serve it: Open Inference Protocol and in process");
        await app.StartAsync(cancellationToken);
        await _host.RefreshAsync(ModelPublisher.ModelName, cancellationToken);
        using HttpClient http = new() { BaseAddress = new Uri(app.Urls.First()) };
        IReadOnlyList<DemandForecast> overHttp = await new OpenInferenceCaller(http).ForecastAsync(ModelPublisher.ModelName, past.HoldOut, cancellationToken);
        await client.ForecastAsync(ModelPublisher.ModelName, past.HoldOut, cancellationToken); // the first calls of a process wait for its compiler
        Stopwatch stopwatch = Stopwatch.StartNew();
        IReadOnlyList<DemandForecast> inProcess = await client.ForecastAsync(ModelPublisher.ModelName, past.HoldOut, cancellationToken);
        double microseconds = stopwatch.Elapsed.TotalMicroseconds / past.HoldOut.Count;
        EnsureSameAnswers(inProcess, overHttp, first.HoldOutForecast);
        teller.Say($"{http.BaseAddress}v2/models/{ModelPublisher.ModelName}/infer answered {overHttp.Count} days in one call, version {overHttp[0].Version}");
        teller.Say($"in process {microseconds:0.0} µs a call, {inProcess.Count} calls; HTTP, in process and ML.NET agree");

        teller.Chapter("Watch for drift, year by year, against the training profile");
        IReadOnlyList<DemandRow> since = [.. rows.Where(row => row.Date >= FirstCut)];
        IReadOnlyList<DriftEvaluation> drift = await new DriftWatch(_registry, _drift).CompareAsync(first.Version, since, cancellationToken);
        IReadOnlyList<YearOfError> errors = YearOfError.Of(since, await client.ForecastAsync(ModelPublisher.ModelName, since, cancellationToken));
        foreach ((DriftEvaluation year, YearOfError error) in drift.Zip(errors))
        {
            IReadOnlyList<FeatureDrift> drifted = DriftWatch.Drifted(year);
            teller.Say($"{DriftWatch.Label(year)}: {drifted.Count,2} of {year.Report.Features.Count} features drifted, MAE {error.ModelMae:0.000}   {string.Join(", ", drifted.Take(3).Select(feature => feature.Feature))}");
        }

        Directory.CreateDirectory(folder);
        await DriftWatch.WriteAsync(folder, drift, errors, cancellationToken);
        teller.Say($"all features, year by year: {Path.Combine(folder, DriftWatch.Page)}");

        teller.Chapter("Retrain, canary a fifth of the calls, judge, promote or refuse");
        DemandPeriods recent = DemandPeriods.Split(rows, SecondCut, SecondCut, End);
        CanaryResult retrained = await TryOutAsync(new SemanticVersion(1, 1, 0), Trees);

        teller.Chapter("Try a smaller, faster model the same way");
        CanaryResult smaller = await TryOutAsync(new SemanticVersion(1, 2, 0), FewTrees);

        teller.Chapter("Render the Kubernetes manifests");
        IReadOnlyList<string> manifests = DemandManifests.Write(Path.Combine(folder, "k8s"));
        teller.Say($"{manifests.Count} files in {Path.Combine(folder, "k8s")}: {string.Join(", ", manifests)}");

        teller.Chapter("Write the report");
        IReadOnlyList<DemandForecast> last = await client.ForecastAsync(ModelPublisher.ModelName, recent.HoldOut, cancellationToken);
        StoryReport report = new()
        {
            Past = past,
            Recent = recent,
            First = first,
            Naive = naive,
            FirstDecision = firstDecision,
            MicrosecondsPerCall = microseconds,
            Drift = drift,
            Errors = errors,
            Canaries = [retrained, smaller],
            ChampionForecast = last,
            Events = await _registry.ReadEventsAsync(0, cancellationToken: cancellationToken),
            Versions = await _registry.ListVersionsAsync(ModelPublisher.ModelName, cancellationToken),
            Manifests = manifests,
        };
        string path = Path.Combine(folder, "report.html");
        report.Write(path, teller.Elapsed);
        teller.EndChapter();
        await app.StopAsync(cancellationToken);
        await output.WriteLineAsync();
        await output.WriteLineAsync($"ModelOps demo: OK (report: {path.Replace('\\', '/')})");

        async Task<CanaryResult> TryOutAsync(SemanticVersion version, int trees)
        {
            PublishedModel published = await publisher.PublishAsync(version, recent, trees, cancellationToken);
            CanaryResult canary = await CanaryAsync(promoter, client, published, recent, cancellationToken);
            teller.Say($"{canary.Summary}");
            teller.Say($"{canary.Decision.Verdict}");
            return canary;
        }
    }

    private static string DataPath => Path.Combine(AppContext.BaseDirectory, "Data", "chicago-ridership.csv");

    private static DemandPeriods FirstPeriods(IReadOnlyList<DemandRow> rows) => DemandPeriods.Split(rows, FirstCut, FirstCut, FirstCut.AddYears(1));

    private static GateDecision JudgeFirst(PublishedModel model, DemandPeriods periods) =>
        PromotionGate.Judge(Actual(periods.HoldOut), model.HoldOutForecast, Naive(periods.HoldOut), "the seasonal-naive forecast");

    private static float[] Actual(IReadOnlyList<DemandRow> rows) => [.. rows.Select(row => row.Label)];

    private static float[] Naive(IReadOnlyList<DemandRow> rows) => [.. rows.Select(row => row.SeasonalNaive)];

    private async Task<CanaryResult> CanaryAsync(
        Promoter promoter, DemandClient client, PublishedModel published, DemandPeriods periods, CancellationToken cancellationToken)
    {
        await promoter.TryOutAsync(published.Version, cancellationToken);
        await _host.RefreshAsync(ModelPublisher.ModelName, cancellationToken);
        _traffic.Set(new TrafficSplit(ModelPublisher.ModelName, [new TrafficVariant(Promoter.Champion, 80), new TrafficVariant(Promoter.Candidate, 20)]));
        IReadOnlyList<DemandForecast> answers = await client.ForecastAsync(ModelPublisher.ModelName, periods.HoldOut, cancellationToken);
        _traffic.Remove(ModelPublisher.ModelName);

        IReadOnlyList<DemandForecast> champion = await client.ForecastAsync($"{ModelPublisher.ModelName}@{Promoter.Champion}", periods.HoldOut, cancellationToken);
        IReadOnlyList<DemandForecast> candidate = await client.ForecastAsync($"{ModelPublisher.ModelName}@{Promoter.Candidate}", periods.HoldOut, cancellationToken);
        GateDecision decision = PromotionGate.Judge(
            Actual(periods.HoldOut), [.. candidate.Select(answer => answer.Ridership)], [.. champion.Select(answer => answer.Ridership)], $"champion {champion[0].Version}");
        await promoter.ApplyAsync(published.Version, decision, cancellationToken);
        await _host.RefreshAsync(ModelPublisher.ModelName, cancellationToken);
        return CanaryResult.Of(published, champion[0].Version, periods.HoldOut, answers, decision);
    }

    private static void EnsureSameAnswers(IReadOnlyList<DemandForecast> inProcess, IReadOnlyList<DemandForecast> overHttp, float[] mlNet)
    {
        for (int day = 0; day < inProcess.Count; day++)
        {
            if (inProcess[day] != overHttp[day] || Math.Abs(inProcess[day].Ridership - mlNet[day]) > 1e-4)
            {
                throw new InvalidOperationException($"Day {day}: {inProcess[day]} in process, {overHttp[day]} over HTTP and {mlNet[day]} from ML.NET should be the same.");
            }
        }
    }
}
