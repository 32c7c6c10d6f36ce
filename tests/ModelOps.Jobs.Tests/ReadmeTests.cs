using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Jobs.Tests.Support;
using ModelOps.Outbound;
using ModelOps.TestSupport;

namespace ModelOps.Jobs.Tests;

[Collection(nameof(ReadmeTests))]
[CollectionDefinition(nameof(ReadmeTests), DisableParallelization = true)]
public sealed class ReadmeTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readme_Job_IsAnswered()
    {
        using IHost host = await StartAsync();
        using InferenceRequest request = JobHost.Request(4);
        using InferenceResponse response = new();
        IInferenceJobClient jobs = host.Services.GetRequiredService<IInferenceJobClient>();
        IInferenceJobQueue queue = host.Services.GetRequiredService<IInferenceJobQueue>();

        while (response.Outputs.Count == 0) { await UseAsync(jobs, queue, request, response); }

        Assert.Equal([8f], response.Outputs["y"].AsSpan<float>().ToArray());
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Readme_File_IsScored()
    {
        File.WriteAllText("stores.csv", "store,price,promotion\na,1,0\nb,2,1\n");

        await ScoreAsync(new CrashChild.RowSums { DelayMilliseconds = 0 });

        Assert.Equal("store,price,promotion,y\na,1,0,1\nb,2,1,3\n", File.ReadAllText("demand.csv"));
    }

    [Fact]
    public async Task Guide_File_IsSubmittedOnce()
    {
        using IHost host = await StartAsync();
        IInferenceJobQueue queue = host.Services.GetRequiredService<IInferenceJobQueue>();

        Assert.Equal((await SubmitBatchAsync(queue)).Id, (await SubmitBatchAsync(queue)).Id);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Guide_Signature_IsCheckedByAReceiver()
    {
        const string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        const string other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        byte[] body = Encoding.UTF8.GetBytes("{}");
        string signature = WebhookSignature.Sign([other, secret], "id", 17, body);

        Assert.True(IsGenuine(secret, "id", 17.ToString(CultureInfo.InvariantCulture), "{}", signature));
        Assert.False(IsGenuine(secret, "id", 18.ToString(CultureInfo.InvariantCulture), "{}", signature));
    }

    private static async Task<IHost> StartAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IInferenceClient>(new FakeModel());
        Register(builder.Services);
        IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static void Register(IServiceCollection services)
    {
        // <snippet:src/ModelOps.Jobs/README.md#1>
        services.AddModelOps().AddJobs();   // beside AddServing(); settings in ModelOps:Jobs
        // </snippet>
    }

    private static async Task UseAsync(IInferenceJobClient jobs, IInferenceJobQueue queue, InferenceRequest request, InferenceResponse response)
    {
        request.Context.IdempotencyKey = "one";

        // <snippet:src/ModelOps.Jobs/README.md#2>
        InferenceJob job = await jobs.SubmitAsync(request);   // IInferenceJobClient; on the disk when this returns

        InferenceJob? now = await queue.FindAsync(job.Id);    // IInferenceJobQueue; QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED or DEAD
        if (now is { State: InferenceJobState.Succeeded }) { await jobs.ReadResponseAsync(job.Id, response); }
        // </snippet>

        await Task.Delay(5);
    }

    private static async Task ScoreAsync(IInferenceClient client)
    {
        // <snippet:src/ModelOps.Jobs/README.md#3>
        BatchScorer scorer = new(client);
        BatchScoringReport report = await scorer.ScoreAsync(new BatchScoringOptions
        {
            InputPath = "stores.csv",
            OutputPath = "demand.csv",
            Model = ModelReference.Parse("demand:1.2.0"),
            Inputs = [new BatchInput("x", ["price", "promotion"])],   // a tensor [rows, 2]
            BadRows = BadRowPolicy.Skip,
        });
        Console.WriteLine($"{report.Scored} rows scored, {report.Skipped} in demand.csv.errors.csv");
        // </snippet>
    }

    private static bool IsGenuine(string secret, string id, string timestamp, string body, string signature)
    {
        // <snippet:docs/guides/async-jobs.md#4>
        string signed = $"{id}.{timestamp}.{body}";
        byte[] expected = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes(signed));
        bool isGenuine = signature.Split(' ').Any(one =>
            one.StartsWith("v1,", StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(one[3..]), expected));
        // </snippet>
        return isGenuine;
    }

    private static async Task<InferenceJob> SubmitBatchAsync(IInferenceJobQueue queue)
    {
        // <snippet:docs/guides/async-jobs.md#5>
        InferenceJob job = await queue.SubmitBatchAsync(
            new BatchScoringOptions
            {
                InputPath = "/data/stores.parquet",
                OutputPath = "/data/demand.parquet",
                Model = ModelReference.Parse("demand:1.2.0"),
                Inputs = [new BatchInput("x", ["price", "promotion"])],
            },
            idempotencyKey: "demand-2026-11-26");
        // </snippet>
        return job;
    }
}
