// A process that tests start to work on jobs, and mostly to kill.
//   sqlite <file>               takes jobs from an embedded queue, says 'running ID' for each, and never ends one
//   redis <server> <prefix>     the same from a queue in Redis
//   submit <file>               submits jobs to an embedded queue and says the identifier of each once it is acknowledged
//   score <input> <output>      scores a file in many small parts, slowly enough to be killed, and says 'done'
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps;
using ModelOps.Jobs;
using ModelOps.Jobs.CrashChild;

if (args is ["score", string input, string output])
{
    await Console.Out.WriteLineAsync("ready");
    await new BatchScorer(new RowSums()).ScoreAsync(new BatchScoringOptions
    {
        InputPath = input,
        OutputPath = output,
        Model = ModelReference.Parse("sums"),
        Inputs = [new BatchInput("x", ["a", "b"])],
        RowsPerCall = 25,
        RowsPerPart = 100,
        BadRows = BadRowPolicy.Skip,
    });
    await Console.Out.WriteLineAsync("done");
    return 0;
}

if (args is ["submit", string queueFile])
{
    using SqliteJobQueue queue = SqliteJobQueue.Open(new SqliteJobQueueOptions { Path = queueFile });
    while (true)
    {
        InferenceJob job = await queue.SubmitAsync(new InferenceJobSubmission { Model = ModelReference.Parse("demand"), Payload = new byte[1000] });
        await Console.Out.WriteLineAsync(job.Id);
    }
}

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
IModelOpsBuilder modelOps = builder.Services.AddModelOps().AddJobs(static jobs =>
{
    jobs.Concurrency = 1;
    jobs.Lease = TimeSpan.FromSeconds(1);
    jobs.PollInterval = TimeSpan.FromMilliseconds(10);
});
builder.Services.AddSingleton<IInferenceClient, EndlessModel>();
switch (args)
{
    case ["sqlite", string file]:
        builder.Services.Configure<SqliteJobQueueOptions>(options => options.Path = file);
        break;
    case ["redis", string server, string prefix]:
        modelOps.AddRedis(options => (options.Configuration, options.KeyPrefix) = (server, prefix)).AddRedisJobs();
        break;
    default:
        await Console.Error.WriteLineAsync("Usage: sqlite <file> | redis <server> <prefix>");
        return 2;
}

await builder.Build().RunAsync();
return 0;
