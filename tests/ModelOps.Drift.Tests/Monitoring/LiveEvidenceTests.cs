using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;
using ModelOps.Registry.Gates;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class LiveEvidenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = MonitoringData.Clock();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, 0, true)]
    [InlineData(false, 0, true)]
    [InlineData(true, 0.5f, false)]
    public async Task DriftGate_SeesLiveTraffic(bool evidenceFirst, float shift, bool allowed)
    {
        using MonitoredReplica replica = await StartAsync(evidenceFirst);
        await replica.RoundAsync();
        Assert.False((await DecideAsync(replica)).IsAllowed); // nothing is known yet
        replica.Call(2, MonitoringData.Rows(new Random(3), 500, 2, shift));
        _time.Advance(TimeSpan.FromMinutes(2));
        await replica.RoundAsync();
        Assert.Equal(allowed, (await DecideAsync(replica)).IsAllowed);
        DriftEvidence evidence = (await replica.Services.GetRequiredService<IDriftEvidenceSource>().FindAsync(await VersionAsync(replica), TestContext.Current.CancellationToken))!;
        Assert.Equal(replica.Evaluations[0].Window, evidence.Window);
    }

    [Fact]
    public async Task FindAsync_VersionThatIsNotServed_HasItsDocument()
    {
        using MonitoredReplica replica = await StartAsync(evidenceFirst: true);
        DocumentCurrentProfiles documents = replica.Services.GetRequiredService<DocumentCurrentProfiles>();
        ModelVersion version = await VersionAsync(replica);
        await documents.PutAsync(version, new CurrentProfile("by hand", MonitoringData.Monday, MonitoringData.Reference(2)), TestContext.Current.CancellationToken);
        ICurrentProfileSource source = replica.Services.GetRequiredService<ICurrentProfileSource>();
        Assert.Equal("by hand", (await source.FindAsync(version, TestContext.Current.CancellationToken))!.Window);
    }

    private async Task<MonitoredReplica> StartAsync(bool evidenceFirst)
    {
        var replica = new MonitoredReplica(null, _time, services: services =>
        {
            IModelOpsBuilder builder = services.AddModelOps().AddRegistry(options => options.Path = _folder.File("registry"));
            if (!evidenceFirst) { builder.AddDriftMonitoring(); }
            builder.AddDriftEvidence().AddPromotionGates(static gates => gates.Policies.Add(new PromotionPolicy { Aliases = ["champion"], Gates = [new DriftGate { MaxAge = TimeSpan.FromDays(7) }] }));
        });
        await replica.Services.GetRequiredService<IModelRegistry>().RegisterAsync(
            new ModelRegistration
            {
                Model = MonitoredReplica.Model,
                Version = SemanticVersion.Parse(MonitoredReplica.Version),
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 }), MonitoringData.Reference(2).ToModelFile()],
            },
            TestContext.Current.CancellationToken);
        return await replica.StartAsync();
    }

    private static Task<ModelVersion> VersionAsync(MonitoredReplica replica) => replica.Services.GetRequiredService<IModelRegistry>()
        .ResolveAsync(ModelReference.ToVersion(MonitoredReplica.Model, MonitoredReplica.Version), TestContext.Current.CancellationToken);

    private static Task<PromotionDecision> DecideAsync(MonitoredReplica replica) => replica.Services.GetRequiredService<IPromotionService>().EvaluateAsync(
        new PromotionRequest { Model = MonitoredReplica.Model, Number = 1, Alias = "champion" }, TestContext.Current.CancellationToken);
}
