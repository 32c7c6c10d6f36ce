using ModelOps.Jobs.Tests.Support;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Jobs.Tests.Workers;

public sealed class KilledWorkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_WorkerInTheMiddleOfAJob_AnotherTakesItOver()
    {
        string file = _folder.File("jobs.db");
        using SqliteJobQueue queue = SqliteJobQueue.Open(new SqliteJobQueueOptions { Path = file });
        using InferenceRequest request = JobHost.Request(21);
        InferenceJob job = await queue.SubmitAsync(new InferenceJobSubmission { Model = request.Model, Payload = InferenceJobPayload.Encode(request) });
        await using (ChildProcess child = ChildProcess.Start("ModelOps.Jobs.CrashChild", "sqlite", file))
        {
            Assert.Equal("running r1", await child.ReadLineAsync(TestContext.Current.CancellationToken));
            await child.KillAsync();
        }

        Assert.Equal(InferenceJobState.Running, (await queue.FindAsync(job.Id))!.State);
        await using JobHost host = await JobHost.StartAsync(new FakeModel(), file: file);

        InferenceJob ended = await host.UntilAsync(job.Id, static j => j.HasEnded);

        Assert.Equal((InferenceJobState.Succeeded, 2), (ended.State, ended.Attempt));
        using InferenceResponse response = new();
        await host.Client.ReadResponseAsync(job.Id, response, TestContext.Current.CancellationToken);
        Assert.Equal([42f], response.Outputs["y"].AsSpan<float>().ToArray());
    }

    [Fact]
    public async Task Kill_SubmitterAtRandomPoints_LosesNoAcknowledgedJob()
    {
        string file = _folder.File("jobs.db");
        List<string> acknowledged = [];
        Random random = new(9);
        for (int kill = 0; kill < 8; kill++)
        {
            await using ChildProcess child = ChildProcess.Start("ModelOps.Jobs.CrashChild", "submit", file);
            acknowledged.Add((await child.ReadLineAsync(TestContext.Current.CancellationToken))!);
            Task end = Task.Delay(random.Next(60), TestContext.Current.CancellationToken);
            while (!end.IsCompleted && await child.ReadLineAsync(TestContext.Current.CancellationToken) is { } id) { acknowledged.Add(id); }
            await child.KillAsync();
            while (await child.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: 32 } id) { acknowledged.Add(id); }
        }

        using SqliteJobQueue queue = SqliteJobQueue.Open(new SqliteJobQueueOptions { Path = file });
        Assert.True((await queue.GetDepthAsync()).Ready >= acknowledged.Count);
        foreach (string id in acknowledged) { Assert.NotNull(await queue.FindAsync(id)); }
    }
}
