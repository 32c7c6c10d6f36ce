using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Registry.Wandb;
using static ModelOps.Registry.Tests.Wandb.WandbFixture;

namespace ModelOps.Registry.Tests.Wandb;

public sealed class WandbGuideTests
{
    [Fact]
    public void Guide_Setup_MakesAnExporter()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/wandb.md#1>
        builder.Services.AddModelOps()
            .AddRegistry()
            .AddWandbExport(wandb =>
            {
                wandb.Entity = "planning";
                wandb.Project = "demand";
                wandb.ApiKeySecret = "Wandb:Key";   // asked of ISecretSource
            });
        // </snippet>

        Assert.Contains(builder.Services, static d => d.ServiceType == typeof(WandbExporter));
    }

    [Fact]
    public async Task Guide_Export_BringsRunAndVersion()
    {
        await using WandbFixture f = await StartAsync();
        string run = await f.RunAsync(Point("loss", 1, 0));
        await f.EndAsync(run);
        await f.RegisterAsync("1.0.0", run, ("model.onnx", [1]));
        List<string> shown = [];

        await ExportAsync(f.Exporter(), run, shown.Add, TestContext.Current.CancellationToken);

        Assert.Equal([$"planning/demand/runs/{run}: 1 lines", "demand is artifact-1, new: True"], shown);
    }

    private static async Task ExportAsync(WandbExporter exporter, string runId, Action<string> show, CancellationToken stopping)
    {
        // <snippet:docs/guides/wandb.md#2>
        WandbRun run = await exporter.ExportRunAsync(runId, cancellationToken: stopping);
        show($"{run.Entity}/{run.Project}/runs/{run.Id}: {run.HistoryLines} lines");

        WandbArtifact artifact = await exporter.ExportVersionAsync(ModelReference.Parse("demand:1.0.0"), cancellationToken: stopping);
        show($"{artifact.Collection} is {artifact.Id}, new: {artifact.IsNew}");
        // </snippet>
    }
}
