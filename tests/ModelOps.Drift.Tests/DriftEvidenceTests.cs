using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Profiles;
using ModelOps.Registry.Gates;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests;

public sealed class DriftEvidenceTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 4, 6, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly IHost _host;

    public DriftEvidenceTests()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        string path = _folder.File("registry");

        // <snippet:docs/guides/promotion-gates.md#6>
        builder.Services.AddModelOps()
            .AddRegistry(o => o.Path = path)
            .AddDriftEvidence()
            .AddPromotionGates(gates => gates.Policies.Add(new PromotionPolicy { Aliases = ["champion"], Gates = [new DriftGate { MaxAge = TimeSpan.FromDays(7) }] }));
        // </snippet>

        _host = builder.Build();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IModelRegistry Registry => _host.Services.GetRequiredService<IModelRegistry>();

    private DocumentCurrentProfiles Profiles => _host.Services.GetRequiredService<DocumentCurrentProfiles>();

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task DriftGate_InputsAsInTraining_LetsTheVersionThrough()
    {
        ModelVersion version = await RegisterAsync();
        IModelRegistry registry = Registry;
        DocumentCurrentProfiles profiles = Profiles;
        double[] load = Rows(1);
        DateTimeOffset endOfWindow = Now.AddDays(-1);
        CancellationToken cancellationToken = Token;

        // <snippet:docs/guides/promotion-gates.md#7>
        DatasetProfile reference = (await registry.FetchAsync(version, cancellationToken)).ReadDriftProfile()!; // registered with the version: profile.ToModelFile()
        DatasetProfile now = new DatasetProfileBuilder(reference).AddNumeric("load", load).Build();
        await profiles.PutAsync(version, new CurrentProfile("2026-W14", endOfWindow, now), cancellationToken); // profiles: DocumentCurrentProfiles, from the container
        // </snippet>

        PromotionDecision decision = await DecideAsync();
        Assert.True(decision.IsAllowed, string.Join(' ', decision.Reasons));
        DriftEvidence evidence = (await _host.Services.GetRequiredService<IDriftEvidenceSource>().FindAsync(version, Token))!;
        Assert.Equal(("2026-W14", endOfWindow, false), (evidence.Window, evidence.At, evidence.HasDrifted));
        Assert.Equal(new DriftAnalyzer().Compare(reference, now).Features[0].Value, evidence.Statistics["load"]);
        Assert.Equal(1, (await _host.Services.GetRequiredService<IPromotionService>().PromoteAsync(new PromotionRequest { Model = "demand", Number = 1, Alias = "champion" }, Token)).Alias.Number);
    }

    [Fact]
    public async Task DriftGate_InputsAwayFromTraining_Refuses()
    {
        ModelVersion version = await RegisterAsync();
        await PutAsync(version, Now, Rows(2, shift: 3));
        Assert.Equal([GateReasonCodes.Drifted], await ReasonsAsync());
    }

    [Fact]
    public async Task DriftGate_OldOrTooSmallOrNoWindow_Refuses()
    {
        ModelVersion version = await RegisterAsync();
        Assert.Equal([GateReasonCodes.DriftUnknown], await ReasonsAsync());
        await PutAsync(version, Now.AddDays(-8), Rows(3));
        Assert.Equal([GateReasonCodes.DriftStale], await ReasonsAsync());
        await PutAsync(version, Now, Rows(4)[..10]);
        Assert.Equal([GateReasonCodes.DriftUnknown], await ReasonsAsync());
    }

    [Fact]
    public async Task DriftGate_VersionWithoutReference_Refuses()
    {
        await Registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 })] }, Token);
        Assert.Equal([GateReasonCodes.DriftUnknown], await ReasonsAsync());
    }

    [Fact]
    public async Task DriftGate_OtherBinsOrDamagedDocument_Refuses()
    {
        ModelVersion version = await RegisterAsync();
        await Profiles.PutAsync(version, new CurrentProfile("w", Now, new DatasetProfileBuilder().AddNumeric("load", Rows(5, shift: 1)).Build()), Token);
        Assert.Equal([GateReasonCodes.GateFailed], await ReasonsAsync());

        IVersionDocumentStore documents = _host.Services.GetRequiredService<IVersionDocumentStore>();
        foreach (string text in (string[])["", "{", "[]", "{\"window\":\"w\"}", "{\"window\":1,\"at\":\"x\",\"profile\":{}}", "{\"profile\":null}"])
        {
            await documents.PutAsync("demand", 1, DocumentCurrentProfiles.DocumentName, Encoding.UTF8.GetBytes(text), Token);
            await Assert.ThrowsAsync<DriftProfileFormatException>(async () => await Profiles.FindAsync(version, Token));
            Assert.Equal([GateReasonCodes.GateFailed], await ReasonsAsync());
        }

        await Assert.ThrowsAsync<ArgumentException>(() => Profiles.PutAsync(version, new CurrentProfile("", Now, new DatasetProfileBuilder().Build()), Token));
    }

    private Task<ModelVersion> RegisterAsync() => Registry.RegisterAsync(
        new ModelRegistration
        {
            Model = "demand",
            Format = "onnx",
            Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 }), new DatasetProfileBuilder().AddNumeric("load", Rows(0)).Build().ToModelFile()],
        },
        Token);

    private async Task PutAsync(ModelVersion version, DateTimeOffset at, double[] rows)
    {
        DatasetProfile reference = (await Registry.FetchAsync(version, Token)).ReadDriftProfile()!;
        await Profiles.PutAsync(version, new CurrentProfile("w", at, new DatasetProfileBuilder(reference).AddNumeric("load", rows).Build()), Token);
    }

    private Task<PromotionDecision> DecideAsync() => _host.Services.GetRequiredService<IPromotionService>().EvaluateAsync(
        new PromotionRequest { Model = "demand", Number = 1, Alias = "champion" }, Token);

    private async Task<IEnumerable<string>> ReasonsAsync() => (await DecideAsync()).Reasons.Select(static r => r.Code);

    private static double[] Rows(int seed, double shift = 0)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, 2_000).Select(_ => random.NextDouble() + random.NextDouble() + shift)];
    }
}
