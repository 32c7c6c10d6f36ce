using CsCheck;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Alerts;

public sealed class RestartTests
{
    private static readonly string[] Features = ["a", "b", "c"];
    private static readonly double[] Effects = [0.3, 0.9, 0.01, 0.01, double.NaN];

    /// <summary>A row of windows, the host ended and begun again after some of them.</summary>
    private static readonly Gen<(double[] Effects, bool Restarts)[]> History =
        Gen.Select(Gen.Int[0, 4].Select(static i => Effects[i]).Array[Features.Length], Gen.Bool).Array[1, 12];

    [Fact]
    public async Task Restarts_AnywhereInAnyHistory_NeitherRepeatNorLoseANotification()
    {
        await History.SampleAsync(
            async history =>
            {
                string[] without = await TellAsync(history, restarts: false);
                string[] with = await TellAsync(history, restarts: true);
                Assert.Equal(without, with);
            },
            iter: 15, threads: 1, seed: "0000KOIKfFz1");
    }

    [Fact]
    public async Task Restart_AfterADamagedFile_TellsAgainRatherThanNotAtAll()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, AlertStateFile.FileName);
        var options = new DriftAlertOptions { StateDirectory = folder.Path, GroupWait = TimeSpan.Zero };
        FakeTimeProvider time = AlertHost.Clock();
        var sink = new RecordingSink();
        using (var host = new AlertHost(options, time, [sink])) { await host.SeeAsync(Windows.Of(0, ("a", 0.3))); }
        string whole = await File.ReadAllTextAsync(file);

        foreach (string damaged in (string[])["", "null", "{", "[]", "{\"format\":1}", whole[..^5], whole.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal), "\0\0"])
        {
            await File.WriteAllTextAsync(file, damaged);
            using var host = new AlertHost(options, time, [sink]);
            sink.Taken.Clear();
            await host.SeeAsync(Windows.Of(1, ("a", 0.3)));
            Assert.Equal(["a|"], sink.Told);
            Assert.True(File.Exists(file + ".damaged"));
        }
    }

    [Fact]
    public async Task Silences_OfCode_OutliveARestart()
    {
        using var folder = new TemporaryFolder();
        var options = new DriftAlertOptions { StateDirectory = folder.Path };
        FakeTimeProvider time = AlertHost.Clock();
        DriftSilence begun;
        using (var host = new AlertHost(options, time, []))
        {
            begun = await host.Center.SilenceAsync(new DriftSilence { Feature = "a", Until = Windows.Start.AddHours(4), By = "ada", Comment = "campaign" });
        }

        using var again = new AlertHost(options, time, []);
        Assert.Equal([begun], again.Center.Silences);
        Assert.True(await again.Center.EndSilenceAsync(begun.Id, "bob"));
        Assert.False(await again.Center.EndSilenceAsync(begun.Id, "bob"));
    }

    private static async Task<string[]> TellAsync((double[] Effects, bool Restarts)[] history, bool restarts)
    {
        using var folder = new TemporaryFolder();
        var options = new DriftAlertOptions
        {
            StateDirectory = folder.Path,
            ResolveWindows = 2,
            PendingWindows = 2,
            GroupInterval = TimeSpan.FromMinutes(20),
            RepeatInterval = TimeSpan.FromHours(3),
        };
        FakeTimeProvider time = AlertHost.Clock();
        RecordingSink[] sinks = [new("slow"), new("live") { Refresh = TimeSpan.FromMinutes(25) }];
        var host = new AlertHost(options, time, sinks);
        try
        {
            for (int hour = 0; hour < history.Length; hour++)
            {
                await host.SeeAsync(Windows.Of(hour, [.. Features.Select((name, i) => (name, history[hour].Effects[i]))]));
                if (!restarts || !history[hour].Restarts) { continue; }
                host.Dispose();
                host = new AlertHost(options, time, sinks);
            }

            await host.PassAsync(TimeSpan.FromHours(5));
        }
        finally
        {
            host.Dispose();
        }

        return [.. sinks.SelectMany(static sink => sink.Taken.Select(n => $"{sink.Name} {n.At:O} {n.Id} {string.Join(',', n.Firing.Select(static a => a.Feature))}|{string.Join(',', n.Resolved.Select(static a => a.Feature))}"))];
    }
}
