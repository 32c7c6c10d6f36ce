using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Training;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Training;

public sealed class RetrainingTriggerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Trigger_DriftStormOverSeveralHosts_StartsOneJob()
    {
        FakeTimeProvider time = new();
        int runs = 0;
        (string, Func<TrainingJobContext, CancellationToken, Task>) job = ("train", (_, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.CompletedTask;
        }
        );
        TrainingHost[] hosts = [.. Enumerable.Range(0, 3).Select(_ => new TrainingHost(_folder.Path, time, null, job))];
        RetrainingTrigger[] triggers = [.. hosts.Select(static host => new RetrainingTrigger(host.Launcher))];
        TrainingJobSpec spec = new() { Job = "train" };

        TrainingJobHandle[] storm = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => triggers[i % 3].TriggerAsync("demand", "2026-01-05T00:00Z", spec with { Reason = $"feature {i}" }, Token)));
        TrainingJobHandle next = await triggers[0].TriggerAsync("demand", "2026-01-06T00:00Z", spec, Token);
        TrainingJobHandle other = await triggers[1].TriggerAsync("price", "2026-01-05T00:00Z", spec, Token);
        while (await hosts[0].RunOneAsync(Token)) { }

        Assert.Single(storm.Select(static h => h.Id).Distinct());
        Assert.Single(storm, static h => h.IsNew);
        Assert.True(next.IsNew && other.IsNew);
        Assert.Equal(3, runs);
    }

    [Fact]
    public void KeyOf_PairsThatReadAlike_Differ()
    {
        Assert.NotEqual(RetrainingTrigger.KeyOf("a", "b:c"), RetrainingTrigger.KeyOf("a.b", "c"));
        Assert.Equal("retrain:6:demand:w1", RetrainingTrigger.KeyOf("demand", "w1"));
        Assert.Throws<ArgumentException>(() => RetrainingTrigger.KeyOf("a/b", "w"));
        Assert.Throws<ArgumentException>(() => RetrainingTrigger.KeyOf("a", ""));
        Assert.Throws<ArgumentException>(() => RetrainingTrigger.KeyOf("a", new string('w', 257)));
    }
}
