using System.Diagnostics;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

/// <summary>What would end the process if lifetimes were wrong: native sessions that come and go under calls.</summary>
public sealed class HostStressTests
{
    private static readonly byte[] s_model = TestModels.Affine(1f, 10f, columns: 1);

    [Fact]
    public async Task HundredSwapsUnderLoad_NoCallFails()
    {
        const int swaps = 100;
        using TestHost host = new(static o => o.Runtime = "onnxruntime");
        host.AddVersions("demand", 10, 20, 30);
        host.Registry.Point("demand", "champion", 1);
        await host.FollowAsync("demand");
        using CancellationTokenSource done = new();
        List<double>[] times = [[], [], [], []]; // of each caller, quiet first and then during swaps
        int quiet = 0;
        bool isSwapping = false;
        Task[] callers = [.. times.Select(mine => Task.Run(() => CallUntilAsync(mine, done.Token)))];
        await Eventually.TrueAsync(() => Volatile.Read(ref quiet) >= 2000, "quiet calls");

        Volatile.Write(ref isSwapping, true);
        for (int i = 0; i < swaps; i++)
        {
            host.Registry.Point("demand", "champion", 1 + ((i + 1) % 3));
            await host.Host.RefreshAsync("demand");
        }

        await done.CancelAsync();
        await Task.WhenAll(callers); // none failed
        double[] before = [.. times.SelectMany(static t => t).Where(static t => t > 0).Order()];
        double[] during = [.. times.SelectMany(static t => t).Where(static t => t < 0).Select(static t => -t).Order()];
        TestContext.Current.SendDiagnosticMessage(
            $"p99 {before[(int)(before.Length * 0.99)]:F1} us quiet ({before.Length} calls), {during[(int)(during.Length * 0.99)]:F1} us during {swaps} swaps ({during.Length} calls)");

        async Task CallUntilAsync(List<double> mine, CancellationToken stop)
        {
            using InferenceRequest request = TestHost.CreateRequest("demand");
            using InferenceResponse response = new();
            while (!stop.IsCancellationRequested)
            {
                bool swapping = Volatile.Read(ref isSwapping);
                long start = Stopwatch.GetTimestamp();
                await host.Client.InferAsync(request, response);
                double elapsed = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                Assert.Equal(1 + (10 * (SemanticVersion.Parse(response.ModelVersion).Minor + 1)), response.Outputs["y"].AsSpan<float>()[0]);
                if (mine.Count < 1_000_000) { mine.Add(swapping ? -elapsed : elapsed); }
                Interlocked.Increment(ref quiet);
                await Task.Delay(1, CancellationToken.None);
            }
        }
    }

    [Fact]
    public async Task ModelsComeGoAndAreEvictedUnderCalls_ProcessLivesAndEveryAnswerIsRight()
    {
        const int names = 8;
        using TestHost host = new(static o => { o.Runtime = "onnxruntime"; o.WarmUpRuns = 1; o.MaxResidentBytes = s_model.Length * 4; });
        string file = host.Folder.Write("shared.onnx", s_model);
        using CancellationTokenSource done = new();
        long answered = 0;
        Task[] callers = [.. Enumerable.Range(0, 4).Select(seed => Task.Run(() => CallUntilAsync(new Random(seed), done.Token)))];
        Random random = new(42);
        for (int i = 0; i < 400; i++)
        {
            string name = $"m{random.Next(names)}";
            if (random.Next(4) == 0) { await host.Host.RemoveAsync(name); }
            else { await host.Host.AddAsync(new HostedModelOptions { Name = name, File = file, IsLazy = true, FileVersion = $"1.0.{i}" }); }
            if (i % 8 == 0) { host.Time.Advance(TimeSpan.FromSeconds(5)); } // looks at files, lifts refusals
        }

        await Eventually.TrueAsync(
            () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                Assert.All(callers, static c => Assert.False(c.IsCompleted, c.Exception?.ToString()));
                return Interlocked.Read(ref answered) > 100;
            },
            "calls are answered");
        await done.CancelAsync();
        await Task.WhenAll(callers);
        await host.Host.StopAsync();

        async Task CallUntilAsync(Random own, CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    Assert.Equal(11f, (await host.CallAsync($"m{own.Next(names)}")).Answer);
                    Interlocked.Increment(ref answered);
                }
                catch (ModelOpsException e) when (e is ModelNotFoundException or ModelNotReadyException)
                {
                    await Task.Yield(); // it is not hosted just now, or has no room
                }
            }
        }
    }
}
