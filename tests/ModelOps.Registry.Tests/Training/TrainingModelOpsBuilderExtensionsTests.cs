using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Training;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Training;

public sealed class TrainingModelOpsBuilderExtensionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AddTrainingJobs_InAHost_RunsWhatTheTriggerStarts()
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps()
            .AddTrainingJobs(o =>
            {
                o.Path = _folder.Path;
                o.PollInterval = TimeSpan.FromMilliseconds(10);
            })
            .AddTrainingJob("train", static (context, _) => context.Output.WriteLineAsync(context.Services.GetRequiredService<IHostEnvironment>().EnvironmentName))
            .AddTrainingJobs();
        using IHost host = builder.Build();
        await host.StartAsync(Token);
        ITrainingJobLauncher launcher = host.Services.GetRequiredService<ITrainingJobLauncher>();

        TrainingJobHandle handle = await host.Services.GetRequiredService<RetrainingTrigger>().TriggerAsync("demand", "w1", new TrainingJobSpec { Job = "train" }, Token);
        TrainingJobStatus? last = null;
        await foreach (TrainingJobStatus status in launcher.WatchAsync(handle.Id, Token)) { last = status; }
        await host.StopAsync(Token);

        Assert.Equal((TrainingJobState.Succeeded, "Production\n"), (last!.State, last.OutputTail));
        Assert.Same(launcher, host.Services.GetRequiredKeyedService<ITrainingJobLauncher>(TrainingLauncherNames.Embedded));
        Assert.Equal("embedded", launcher.Name);
    }

    [Fact]
    public async Task AddTrainingJobs_BadOptions_StopTheStartWithAllOfThem()
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddTrainingJobs(o =>
        {
            o.Path = _folder.Path;
            o.Concurrency = 99;
            o.Lease = TimeSpan.Zero;
            o.Processes["train"] = new TrainingProcess();
        });
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("ModelOps:Registry:Training:Concurrency is '99'. Use 0 to 32.", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Registry:Training:Lease is '00:00:00'.", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Registry:Training:Processes:train:FileName is ''.", error.Message, StringComparison.Ordinal);
    }
}
