using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Tests.Monitoring;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

public sealed class PerformanceRestartTests : IDisposable
{
    private static readonly CbpeReference Reference = LabelledData.Binary();
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = MonitoringData.Clock();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stop_InTheMiddleOfAWindow_LosesNothing()
    {
        double[] scores = LabelledData.Unsure(3, 600);
        using (WatchedModel first = await StartedAsync())
        {
            first.Call("batch", scores[..400]);
            first.Labels.AddLabel(WatchedModel.Model, "early", 1);
            await first.StopAsync();
        }

        using WatchedModel second = await StartedAsync();
        Assert.Equal(LabelOutcome.Joined, second.Labels.AddLabel(WatchedModel.Model, "batch#399", 0));
        second.Call(null, scores[400..]);
        second.Call("early", scores[0]);
        _time.Advance(TimeSpan.FromHours(1));
        await second.RoundAsync();
        var byHand = new CbpeAccumulator(Reference);
        foreach (double score in scores.Append(scores[0])) { byHand.Add(score, score >= 0.5); }
        PerformanceEvaluation told = Assert.Single(second.Seen.All);
        Assert.Equal(LabelledData.Numbers(byHand.Estimate()), LabelledData.Numbers(told.Estimate!));
        Assert.Equal(2, told.Realised!.Performance.Count);
    }

    [Fact]
    public async Task Kill_LosesWhatCameSinceTheLastSaveAndNoWindowTwice()
    {
        using (WatchedModel first = await StartedAsync())
        {
            first.Call(null, LabelledData.Unsure(3, 300));
            first.Save();
            first.Call(null, LabelledData.Unsure(4, 50)); // lost
        }

        using (WatchedModel second = await StartedAsync())
        {
            _time.Advance(TimeSpan.FromHours(1));
            await second.RoundAsync();
            Assert.Equal(300, Assert.Single(second.Seen.All).Estimate!.Count);
        }

        using WatchedModel third = await StartedAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await third.RoundAsync();
        Assert.Empty(third.Seen.All);
    }

    [Fact]
    public async Task Window_ThatEndedWhileTheHostWasDown_IsTold()
    {
        using (WatchedModel first = await StartedAsync())
        {
            first.Call("a", LabelledData.Unsure(3, 200));
            await first.StopAsync();
        }

        _time.Advance(TimeSpan.FromHours(5));
        using WatchedModel second = await StartedAsync();
        await second.RoundAsync();
        Assert.Equal((200, MonitoringData.Monday), (Assert.Single(second.Seen.All).Estimate!.Count, second.Seen.All[0].From));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"format\":\"modelops.performance-state\"}")]
    [InlineData("half")]
    [InlineData("renamed")]
    public async Task State_ThatIsDamaged_IsSetAsideAndTold(string damage)
    {
        using (WatchedModel first = await StartedAsync())
        {
            first.Call("a", 0.9);
            await first.StopAsync();
        }

        string file = Assert.Single(Directory.GetFiles(_folder.Path, "*.performance.json"));
        string whole = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            file, damage switch { "half" => whole[..(whole.Length / 2)], "renamed" => whole.Replace("credit", "other", StringComparison.Ordinal), _ => damage }, TestContext.Current.CancellationToken);
        using WatchedModel second = await StartedAsync();
        Assert.True(File.Exists(file + ".damaged"));
        Assert.Contains("set aside", Assert.Single(second.Log.Of("PerformanceStateTrouble")), StringComparison.Ordinal);
        second.Call("b", 0.9);
        Assert.Equal(LabelOutcome.Joined, second.Labels.AddLabel(WatchedModel.Model, "b", 1));
        await second.StopAsync();
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task State_OfAnotherReferenceOrTask_IsLeftOutAndTold()
    {
        using (WatchedModel first = await StartedAsync())
        {
            first.Call("a", 0.9, 0.8);
            await first.StopAsync();
        }

        using (WatchedModel second = await StartedAsync(LabelledData.Binary(0.05)))
        {
            Assert.Contains("of another reference", Assert.Single(second.Log.Of("PerformanceStateTrouble")), StringComparison.Ordinal);
            Assert.Equal(LabelOutcome.Joined, second.Labels.AddLabel(WatchedModel.Model, "a#0", 1));
            await second.StopAsync();
        }

        using WatchedModel third = await new WatchedModel(
            _time, static model => model.Task = PredictionTask.Regression, options => options.StateDirectory = _folder.Path).StartAsync();
        Assert.Contains("another task", Assert.Single(third.Log.Of("PerformanceStateTrouble")), StringComparison.Ordinal);
        Assert.Equal(LabelOutcome.Waiting, third.Labels.AddLabel(WatchedModel.Model, "a#1", 1));
    }

    [Fact]
    public async Task Sums_ThatWereTamperedWith_AreLeftOut()
    {
        using (WatchedModel first = await StartedAsync())
        {
            first.Call("a", 0.9);
            await first.StopAsync();
        }

        string file = Directory.GetFiles(_folder.Path, "*.performance.json")[0];
        string text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("\"predicted\":1", "\"predicted\":7", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        using WatchedModel second = await StartedAsync();
        Assert.Contains("damaged", Assert.Single(second.Log.Of("PerformanceStateTrouble")), StringComparison.Ordinal);
        Assert.Empty(second.Services.GetRequiredService<PerformanceDirectory>().Entries.Single().Save().Windows);
    }

    [Fact]
    public async Task Folder_OfAnotherProcess_IsLeftToItAndTold()
    {
        using WatchedModel first = await StartedAsync();
        using WatchedModel second = await StartedAsync();
        Assert.Contains("held by another process", Assert.Single(second.Log.Of("PerformanceStateTrouble")), StringComparison.Ordinal);
        second.Call("a", 0.9);
        second.Save();
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.performance.json"));
        first.Call("a", 0.9);
        first.Save();
        Assert.Single(Directory.GetFiles(_folder.Path, "*.performance.json"));
    }

    [Fact]
    public async Task Window_JudgedBeforeARestart_IsNotJudgedAgain()
    {
        void Wait(PerformanceModelOptions model) => (model.LabelTimeToLive, model.LabelWait) = (TimeSpan.FromHours(5), TimeSpan.Zero);
        using (WatchedModel first = await StartedAsync(null, Wait))
        {
            first.Call("a", 0.9);
            first.Labels.AddLabel(WatchedModel.Model, "a", 1);
            _time.Advance(TimeSpan.FromHours(1));
            await first.RoundAsync();
            Assert.Equal([PerformanceStage.Estimated, PerformanceStage.Labelled], first.Seen.All.Select(static window => window.Stage));
        }

        using WatchedModel second = await StartedAsync(null, Wait);
        _time.Advance(TimeSpan.FromHours(6));
        await second.RoundAsync();
        Assert.Empty(second.Seen.All);
    }

    private Task<WatchedModel> StartedAsync(CbpeReference? reference = null, Action<PerformanceModelOptions>? model = null) => new WatchedModel(_time, model, options =>
    {
        options.StateDirectory = _folder.Path;
        options.UseReference(WatchedModel.Model, reference ?? Reference);
    }).StartAsync();
}
