using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Gates;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Gates;

public sealed class PromotionServiceTests : IDisposable
{
    private static readonly ModelSignature Signature = new([new TensorSpec("x", TensorDataType.Float32, [-1, 4])], [new TensorSpec("y", TensorDataType.Float32, [-1, 1])]);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Promote_AllPass_MovesWithTheDecisionAsEvidence()
    {
        await using ServiceProvider host = Host(new MetricGate { Metric = "mae", Max = 5 }, new BudgetGate { MaxBytes = 10 });
        (IModelRegistry registry, IPromotionService service) = Of(host);
        ModelVersion version = await RegisterAsync(registry, mae: 4);

        PromotionResult result = await service.PromoteAsync(new PromotionRequest { Model = "demand", Number = 1, Alias = "champion", Actor = "ann", Reason = "spring" }, Token);

        Assert.Equal((1L, 1L), (result.Alias.Number, result.Alias.Revision));
        RegistryEvent moved = Assert.Single(await registry.ReadEventsAsync(0, 100, Token), static e => e.Kind == RegistryEventKind.AliasMoved);
        Assert.Equal(("ann", "spring", version.Digest), (moved.Actor, moved.Reason, moved.Evidence["promotion.digest"]));
        Assert.Equal("""{"verdict":"passed","figures":{"mae":4},"reasons":[]}""", moved.Evidence["gate.metric:mae"]);
        Assert.Equal("""{"verdict":"passed","figures":{"bytes":3},"reasons":[]}""", moved.Evidence["gate.budget"]);
    }

    [Fact]
    public async Task Promote_GatesRefuse_ThrowsAllReasonsAndMovesNothing()
    {
        await using ServiceProvider host = Host(
            new MetricGate { Metric = "mae", Max = 5 }, new MetricGate { Metric = "r2", Min = 0.9 }, new BudgetGate { MaxBytes = 2, MaxLatency = 10 }, new SchemaGate());
        (IModelRegistry registry, IPromotionService service) = Of(host);
        await RegisterAsync(registry, mae: double.NaN);

        PromotionRefusedException error = await Assert.ThrowsAsync<PromotionRefusedException>(() => service.PromoteAsync("demand", 1, "champion", Token));

        Assert.Equal((ModelOpsErrorKind.FailedPrecondition, "PROMOTION_REFUSED"), (error.Kind, error.Code));
        Assert.Equal(
            [GateReasonCodes.MetricOutOfBounds, GateReasonCodes.MetricMissing, GateReasonCodes.TooLarge, GateReasonCodes.MetricMissing],
            error.Decision.Reasons.Select(static r => r.Code));
        Assert.Equal(GateVerdict.NotApplicable, error.Decision.Gates[3].Verdict);
        Assert.Contains("[metric:mae] Metric 'mae' is NaN; at most 5 is asked for.", error.Message, StringComparison.Ordinal);
        Assert.Empty(await registry.ListAliasesAsync("demand", Token));
    }

    [Fact]
    public async Task Evaluate_DryRun_MovesNothingAndIsReadByPrograms()
    {
        await using ServiceProvider host = Host(new MetricGate { Metric = "mae", Max = 5 });
        (IModelRegistry registry, IPromotionService service) = Of(host);
        await RegisterAsync(registry, mae: 9);

        PromotionDecision decision = await service.EvaluateAsync(new PromotionRequest { Model = "demand", Number = 1, Alias = "champion" }, Token);

        using JsonDocument json = JsonDocument.Parse(PromotionEvidence.ToJson(decision));
        Assert.False(decision.IsAllowed);
        Assert.False(json.RootElement.GetProperty("allowed").GetBoolean());
        Assert.Equal("METRIC_OUT_OF_BOUNDS", json.RootElement.GetProperty("gates")[0].GetProperty("reasons")[0].GetProperty("code").GetString());
        Assert.Empty(await registry.ListAliasesAsync("demand", Token));
    }

    [Fact]
    public async Task Promote_ChampionMovedMeanwhile_IsAConflict()
    {
        ModelVersion? other = null;
        await using ServiceProvider host = Host(new MeanwhileGate(async context => await context.Registry.MoveAliasAsync(
            new AliasMove { Model = "demand", Alias = "champion", Number = other!.Number }, Token)));
        (IModelRegistry registry, IPromotionService service) = Of(host);
        await RegisterAsync(registry, mae: 1);
        other = await RegisterAsync(registry, mae: 2);

        await Assert.ThrowsAsync<AliasConflictException>(() => service.PromoteAsync("demand", 1, "champion", Token));

        Assert.Equal(2, Assert.Single(await registry.ListAliasesAsync("demand", Token)).Number);
    }

    [Fact]
    public async Task Promote_GateThrows_Refuses()
    {
        await using ServiceProvider host = Host(new MeanwhileGate(static _ => throw new InvalidOperationException("private")));
        (IModelRegistry registry, IPromotionService service) = Of(host);
        await RegisterAsync(registry, mae: 1);

        PromotionRefusedException error = await Assert.ThrowsAsync<PromotionRefusedException>(() => service.PromoteAsync("demand", 1, "champion", Token));

        Assert.Equal(GateReasonCodes.GateFailed, Assert.Single(error.Decision.Reasons).Code);
        Assert.DoesNotContain("private", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Champion_MeasuredOnTheSameRows_DecidesByTheTest()
    {
        await using ServiceProvider host = Host(new ChampionGate());
        (IModelRegistry registry, IPromotionService service) = Of(host);
        DocumentHoldoutLosses losses = (DocumentHoldoutLosses)host.GetRequiredService<IHoldoutLossSource>();
        ModelVersion first = await RegisterAsync(registry, mae: 1);
        ModelVersion better = await RegisterAsync(registry, mae: 1);
        ModelVersion lucky = await RegisterAsync(registry, mae: 1);
        await service.PromoteAsync("demand", 1, "champion", Token); // nobody to compare with

        PromotionDecision unknown = await DecideAsync(service, better);
        await losses.PutAsync(first, Rows(60, static i => 10 + (i % 7)), Token);
        await losses.PutAsync(better, Rows(59, static i => 9 + (i % 7)), Token);
        PromotionDecision otherRows = await DecideAsync(service, better);
        await losses.PutAsync(better, Rows(60, static i => 9 + (i % 7) + (i % 3 * 0.1)), Token);
        await losses.PutAsync(lucky, Rows(60, static i => 10 + (i % 7) + (i % 2 == 0 ? -2.2 : 2)), Token); // a smaller mean, by chance
        PromotionDecision chance = await DecideAsync(service, lucky);
        PromotionDecision shown = await DecideAsync(service, better);

        Assert.Equal(GateReasonCodes.LossesMissing, Assert.Single(unknown.Reasons).Code);
        Assert.Equal(GateReasonCodes.HoldoutDiffers, Assert.Single(otherRows.Reasons).Code);
        Assert.Equal(GateReasonCodes.NotBetter, Assert.Single(chance.Reasons).Code);
        Assert.True(chance.Gates[0].Figures["improvement"] > 0);
        Assert.True(shown.IsAllowed);
        Assert.Equal((60, 0.05, 1), (shown.Gates[0].Figures["rows"], shown.Gates[0].Figures["level"], shown.ChampionNumber));
        Assert.InRange(shown.Gates[0].Figures["p_value"], 0, 0.001);
    }

    [Fact]
    public async Task Champion_NotWorse_TakesALossWithinTheMargin()
    {
        await using ServiceProvider host = Host(new ChampionGate { Require = ChampionRequirement.NotWorse, Margin = 1, Test = PairedTestKind.StudentT });
        (IModelRegistry registry, IPromotionService service) = Of(host);
        DocumentHoldoutLosses losses = (DocumentHoldoutLosses)host.GetRequiredService<IHoldoutLossSource>();
        ModelVersion first = await RegisterAsync(registry, mae: 1);
        ModelVersion near = await RegisterAsync(registry, mae: 1);
        ModelVersion far = await RegisterAsync(registry, mae: 1);
        await service.PromoteAsync("demand", 1, "champion", Token);
        await losses.PutAsync(first, Rows(60, static i => 10 + (i % 7)), Token);
        await losses.PutAsync(near, Rows(60, static i => 10.5 + (i % 7) + (i % 3 * 0.1)), Token);
        await losses.PutAsync(far, Rows(60, static i => 11.1 + (i % 7) + (i % 3 * 0.1)), Token);

        Assert.True((await DecideAsync(service, near)).IsAllowed);
        Assert.Equal(GateReasonCodes.MayBeWorse, Assert.Single((await DecideAsync(service, far)).Reasons).Code);
    }

    [Fact]
    public async Task Schema_CallersOfTheChampion_MustGetOn()
    {
        await using ServiceProvider host = Host(new SchemaGate());
        (IModelRegistry registry, IPromotionService service) = Of(host);
        await RegisterAsync(registry, mae: 1);
        await RegisterAsync(registry, mae: 1, new ModelSignature([new TensorSpec("x", TensorDataType.Float32, [-1, 5])], Signature.Outputs));
        await service.PromoteAsync("demand", 1, "champion", Token);

        PromotionRefusedException error = await Assert.ThrowsAsync<PromotionRefusedException>(() => service.PromoteAsync("demand", 2, "champion", Token));

        Assert.Equal(GateReasonCodes.SignatureIncompatible, Assert.Single(error.Decision.Reasons).Code);
        await service.PromoteAsync("demand", 2, "challenger", Token); // nobody calls that one yet
    }

    [Fact]
    public async Task Approvals_OfOthersForTheseBytes_Count()
    {
        await using ServiceProvider host = Host(new ApprovalsGate { Count = 2, From = ["ann", "bob", "cem"] });
        (IModelRegistry registry, IPromotionService service) = Of(host);
        await RegisterAsync(registry, mae: 1, actor: "ann", tags: new() { ["modelops.approval.cem"] = "by the author's hand" });
        ModelVersion self = (await registry.GetVersionAsync("demand", 1, Token)).Version;

        await service.ApproveAsync("demand", 1, "ann", cancellationToken: Token); // the author
        await service.ApproveAsync("demand", 1, "bob", "looks right", Token);
        await service.ApproveAsync("demand", 1, "bob", cancellationToken: Token); // twice is once
        await service.ApproveAsync("demand", 1, "eve", cancellationToken: Token); // not asked
        await service.ApproveAsync("demand", 1, "cem", cancellationToken: Token); // a tag that came with the registration
        PromotionDecision one = await DecideAsync(service, self);
        Assert.Equal((GateReasonCodes.ApprovalsMissing, 1.0), (Assert.Single(one.Reasons).Code, one.Gates[0].Figures["approvals"]));

        ModelVersion next = await RegisterAsync(registry, mae: 2, actor: "eve");
        await service.ApproveAsync("demand", 2, "bob", cancellationToken: Token);
        await service.ApproveAsync("demand", 2, "cem", cancellationToken: Token);
        Assert.True((await DecideAsync(service, next)).IsAllowed);
        ModelVersion anonymous = await RegisterAsync(registry, mae: 3);
        Assert.Equal(GateReasonCodes.AuthorUnknown, Assert.Single((await DecideAsync(service, anonymous)).Reasons).Code);
    }

    [Fact]
    public async Task Approvals_AfterARename_StillKnowTheAuthor()
    {
        await using ServiceProvider host = Host(new ApprovalsGate());
        (IModelRegistry registry, IPromotionService service) = Of(host);
        await RegisterAsync(registry, mae: 1, actor: "ann");
        await registry.UpdateModelAsync(new ModelChange { Model = "demand", NewName = "forecast" }, Token);
        await RegisterAsync(registry, mae: 2, actor: "bob"); // another model with the old name
        ModelVersion renamed = await registry.ResolveAsync(ModelReference.Parse("forecast"), Token);

        await service.ApproveAsync("forecast", 1, "ann", cancellationToken: Token);
        Assert.Equal(GateReasonCodes.ApprovalsMissing, Assert.Single((await DecideAsync(service, renamed)).Reasons).Code); // the author's own
        await service.ApproveAsync("forecast", 1, "bob", cancellationToken: Token); // the author of the other
        Assert.True((await DecideAsync(service, renamed)).IsAllowed);
    }

    [Fact]
    public async Task Drift_Evidence_IsFreshAndQuietOrRefuses()
    {
        Drift drift = new();
        await using ServiceProvider host = Host(services => services.AddSingleton<IDriftEvidenceSource>(drift), new DriftGate { Max = 0.2 });
        (IModelRegistry registry, IPromotionService service) = Of(host);
        ModelVersion version = await RegisterAsync(registry, mae: 1);

        Assert.Equal(GateReasonCodes.DriftUnknown, Assert.Single((await DecideAsync(service, version)).Reasons).Code);
        drift.Evidence = new DriftEvidence("w1", _time.GetUtcNow(), false) { Statistics = new Dictionary<string, double> { ["price.psi"] = 0.1 } };
        PromotionDecision quiet = await DecideAsync(service, version);
        Assert.True(quiet.IsAllowed);
        Assert.Equal(0.1, quiet.Gates[0].Figures["price.psi"]);
        drift.Evidence = drift.Evidence with { Statistics = new Dictionary<string, double> { ["price.psi"] = 0.3 } };
        Assert.Equal(GateReasonCodes.Drifted, Assert.Single((await DecideAsync(service, version)).Reasons).Code);
        drift.Evidence = new DriftEvidence("w2", _time.GetUtcNow(), true);
        Assert.Equal(GateReasonCodes.Drifted, Assert.Single((await DecideAsync(service, version)).Reasons).Code);
        drift.Evidence = new DriftEvidence("w1", _time.GetUtcNow().AddDays(-8), false);
        Assert.Equal(GateReasonCodes.DriftStale, Assert.Single((await DecideAsync(service, version)).Reasons).Code);
    }

    [Fact]
    public async Task CardAndDrift_NotSetUp_RefuseAndSayWhatToCall()
    {
        await using ServiceProvider host = Host(new CardGate(), new SignedGate(), new DriftGate());
        (IModelRegistry registry, IPromotionService service) = Of(host);
        ModelVersion version = await RegisterAsync(registry, mae: 1);

        PromotionDecision decision = await DecideAsync(service, version);

        Assert.All(decision.Reasons, static r => Assert.Equal(GateReasonCodes.NotSetUp, r.Code));
        Assert.Equal(3, decision.Reasons.Count());
    }

    [Fact]
    public async Task Card_Incomplete_NamesTheFields()
    {
        await using ServiceProvider host = Host(static services => services.AddModelOps().AddModelGovernance(), new CardGate { Fields = [ModelCardFields.Overview, ModelCardFields.Licenses] });
        (IModelRegistry registry, IPromotionService service) = Of(host);
        ModelVersion version = await RegisterAsync(registry, mae: 1);

        PromotionDecision empty = await DecideAsync(service, version);
        await host.GetRequiredService<VersionGovernance>().PutCardAsync(version, new ModelCard { Overview = "Forecasts demand.", Licenses = ["MIT"] }, Token);
        PromotionDecision filled = await DecideAsync(service, version);

        Assert.Contains("overview, licenses", Assert.Single(empty.Reasons).Message, StringComparison.Ordinal);
        Assert.True(filled.IsAllowed);
    }

    [Fact]
    public async Task Signed_UnsignedOrSigned_IsJudgedByTheRulesOfSigning()
    {
        using EcdsaSignatureProvider key = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);
        string publicKey = await key.GetPublicKeyAsync(Token);
        await using ServiceProvider host = Host(
            services => services.AddModelOps().AddModelSigning(o => o.Keys["release"] = publicKey),
            new SignedGate());
        (IModelRegistry registry, IPromotionService service) = Of(host);
        ModelVersion version = await RegisterAsync(registry, mae: 1);

        PromotionDecision unsigned = await DecideAsync(service, version);
        await host.GetRequiredService<VersionSigning>().SignAsync(version, key, Token);
        PromotionDecision signed = await DecideAsync(service, version);

        GateReason reason = Assert.Single(unsigned.Reasons);
        Assert.Equal(GateReasonCodes.SignatureRefused, reason.Code);
        Assert.StartsWith("Unsigned: ", reason.Message, StringComparison.Ordinal);
        Assert.True(signed.IsAllowed);
    }

    [Fact]
    public async Task Policies_ForOtherAliasesAndModels_DoNotHold()
    {
        PromotionPolicy never = new() { Aliases = ["champion"], Models = ["demand"], Gates = [new MetricGate { Metric = "absent", Min = 0 }] };
        await using ServiceProvider host = HostOf(o =>
        {
            o.Policies.Add(never);
            o.Policies.Add(new PromotionPolicy { Gates = [new MetricGate { Metric = "absent", Min = 0 }, new MetricGate { Metric = "mae", Max = 5 }] });
        });
        (IModelRegistry registry, IPromotionService service) = Of(host);
        ModelVersion version = await RegisterAsync(registry, mae: 1);

        PromotionDecision champion = await DecideAsync(service, version);
        PromotionDecision challenger = await service.EvaluateAsync(new PromotionRequest { Model = "demand", Number = 1, Alias = "challenger" }, Token);

        Assert.Equal(["metric:absent", "metric:absent#2", "metric:mae"], champion.Gates.Select(static g => g.Gate));
        Assert.Equal(["metric:absent", "metric:mae"], challenger.Gates.Select(static g => g.Gate));
    }

    [Fact]
    public async Task Promote_UnknownVersionOrAlias_IsATypedError()
    {
        await using ServiceProvider host = Host();
        (IModelRegistry registry, IPromotionService service) = Of(host);
        await RegisterAsync(registry, mae: 1);

        await Assert.ThrowsAsync<ModelVersionNotFoundException>(() => service.PromoteAsync("demand", 9, "champion", Token));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => service.PromoteAsync("absent", 1, "champion", Token));
        await Assert.ThrowsAsync<InvalidModelReferenceException>(() => service.PromoteAsync("demand", 1, "v1", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => service.ApproveAsync("demand", 1, new string('a', 201), cancellationToken: Token));
    }

    [Fact]
    public async Task AddPromotionGates_BadPoliciesOrFile_StopTheStart()
    {
        string file = _folder.Write("gates.yaml", "policies:\n- gates: [schemas]"u8.ToArray());
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ModelOps:Registry:Gates:PolicyFile"] = file;
        builder.Services.AddModelOps().AddRegistry(o => o.Path = _folder.File("registry")).AddPromotionGates(static o => o.Policies.Add(new PromotionPolicy { Gates = [new ChampionGate { Level = 2 }] }));
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("'level' is not above 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("Line 2 of the promotion policies: 'schemas' is no gate", error.Message, StringComparison.Ordinal);
    }

    private static HoldoutLosses Rows(int count, Func<int, double> loss) =>
        new("sha256:holdout", Enumerable.Range(0, count).ToDictionary(static i => $"row,{i}", loss));

    private static Task<PromotionDecision> DecideAsync(IPromotionService service, ModelVersion version) =>
        service.EvaluateAsync(new PromotionRequest { Model = version.Model, Number = version.Number, Alias = "champion" }, Token);

    private static (IModelRegistry, IPromotionService) Of(IServiceProvider host) => (host.GetRequiredService<IModelRegistry>(), host.GetRequiredService<IPromotionService>());

    private static Task<ModelVersion> RegisterAsync(IModelRegistry registry, double mae, ModelSignature? signature = null, string? actor = null, Dictionary<string, string>? tags = null) =>
        registry.RegisterAsync(
            new ModelRegistration
            {
                Model = "demand",
                Format = "onnx",
                Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1, 2, 3 })],
                Metrics = new Dictionary<string, double> { ["mae"] = mae },
                Signature = signature ?? Signature,
                Actor = actor,
                Tags = tags ?? [],
            },
            Token);

    private ServiceProvider Host(params IPromotionGate[] gates) => Host(static _ => { }, gates);

    private ServiceProvider Host(Action<IServiceCollection> more, params IPromotionGate[] gates) => HostOf(o => o.Policies.Add(new PromotionPolicy { Gates = gates }), more);

    private ServiceProvider HostOf(Action<PromotionGatesOptions> configure, Action<IServiceCollection>? more = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_time);
        services.AddModelOps().AddRegistry(o => o.Path = _folder.File("registry")).AddPromotionGates(configure).AddPromotionGates();
        more?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private sealed class MeanwhileGate(Func<PromotionContext, Task> act) : IPromotionGate
    {
        public string Name => "meanwhile";

        public async ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default)
        {
            await act(context);
            return new GateResult(Name, GateVerdict.Passed);
        }
    }

    private sealed class Drift : IDriftEvidenceSource
    {
        public DriftEvidence? Evidence { get; set; }

        public ValueTask<DriftEvidence?> FindAsync(ModelVersion version, CancellationToken cancellationToken = default) => ValueTask.FromResult(Evidence);
    }
}
