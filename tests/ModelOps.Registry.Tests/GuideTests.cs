using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Registry.Gates;
using ModelOps.Registry.Secrets.Vault;
using ModelOps.Registry.Signing;
using ModelOps.Registry.Tests.Secrets;
using ModelOps.Registry.Training;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests;

/// <summary>What the guides about secrets, training jobs and promotion gates show.</summary>
public sealed class GuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Secrets_OfVault_AreReadWrittenAndSignWith()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/secrets.md#1>
        builder.Services.AddModelOps().AddVaultSecrets(vault =>
        {
            vault.Address = new Uri("https://vault:8200");
            vault.Role = "registry";             // logs in with the pod's service account; or vault.TokenFile, or vault.Token
            vault.KeyValueMount = "secret";
        });
        // </snippet>

        using FakeVault fake = new(TimeProvider.System);
        fake.Put("ml/registry", ("password", "one"));
        fake.Put("ml/registry", ("password", "two"));
        File.WriteAllText(_folder.File("jwt"), "jwt-1");
        builder.Services.Configure<VaultOptions>(o =>
        {
            o.Handler = () => fake;
            o.ServiceAccountTokenFile = _folder.File("jwt");
        });
        builder.Services.AddModelOps().AddRegistry(o => o.Path = _folder.File("registry")).AddModelSigning(o => o.Keys["vault"] = fake.Key.ExportSubjectPublicKeyInfoPem());
        using IHost host = builder.Build();
        ISecretSource secrets = host.Services.GetRequiredService<ISecretSource>();
        VaultClient vault = host.Services.GetRequiredService<VaultClient>();
        VersionSigning signing = host.Services.GetRequiredService<VersionSigning>();
        IModelRegistry registry = host.Services.GetRequiredService<IModelRegistry>();
        Connection connection = new();

        // <snippet:docs/guides/secrets.md#2>
        Secret password = await secrets.GetAsync("ml/registry#password");   // path#field
        connection.Password = password.Reveal();
        // </snippet>

        Assert.Equal("two", connection.Password);
        await VaultAsync(vault);
        ModelVersion registered = await RegisterAsync(registry);
        await SignAsync(vault, signing, registered);
        Assert.Single((await signing.VerifyAsync(registered, Token)).Keys);
    }

    [Fact]
    public async Task TrainingJobs_InThisHost_RunAndAreFollowed()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/training-jobs.md#1>
        builder.Services.AddModelOps()
            .AddTrainingJobs(jobs => jobs.Processes["train"] = new TrainingProcess
            {
                FileName = "python3",
                Arguments = { "train.py", "--model", "demand", "--since={since}" },   // {since} is a parameter
            })
            .AddTrainingJob("refit", (job, stopping) => RefitAsync(job.Spec.Model, job.Output, stopping));
        // </snippet>

        Assert.SkipUnless(OperatingSystem.IsLinux(), "runs echo in the place of python3");
        builder.Services.Configure<TrainingJobsOptions>(o =>
        {
            o.Path = _folder.Path;
            o.PollInterval = TimeSpan.FromMilliseconds(10);
            o.Processes["train"].FileName = "echo";
        });
        using IHost host = builder.Build();
        await host.StartAsync(Token);
        string train = await TrainAsync(host.Services.GetRequiredService<ITrainingJobLauncher>());
        TrainingJobHandle handle = await RetrainAsync(host.Services.GetRequiredService<RetrainingTrigger>());
        await host.StopAsync(Token);

        Assert.Equal("train.py --model demand --since=2026-01-01\n", train);
        Assert.True(handle.IsNew);

        static async Task RefitAsync(string? model, TextWriter output, CancellationToken stopping) => await output.WriteLineAsync($"refit {model}".AsMemory(), stopping);
    }

    [Fact]
    public void TrainingJobs_OnAirflow_AreSetUpWithASecret()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/training-jobs.md#4>
        builder.Services.AddModelOps().AddAirflowTraining(airflow =>
        {
            airflow.Address = new Uri("https://airflow");
            airflow.UserName = "modelops";
            airflow.PasswordSecret = "Airflow:Password";   // asked of ISecretSource
        });
        // </snippet>

        using IHost host = builder.Build();
        Assert.Equal("airflow", host.Services.GetRequiredService<ITrainingJobLauncher>().Name);
    }

    [Fact]
    public async Task PromotionGates_RefuseUntilSomeoneApproves()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet:docs/guides/promotion-gates.md#1>
        builder.Services.AddModelOps()
            .AddRegistry()
            .AddPromotionGates(gates => gates.Policies.Add(new PromotionPolicy
            {
                Aliases = ["champion"],
                Gates =
                [
                    new MetricGate { Metric = "mae", Max = 500 },
                    new ChampionGate { Test = PairedTestKind.Wilcoxon, Level = 0.05 },
                    new SchemaGate(),
                    new ApprovalsGate { Count = 1 },
                ],
            }));
        // </snippet>

        builder.Services.Configure<RegistryOptions>(o => o.Path = _folder.File("registry"));
        using IHost host = builder.Build();
        IModelRegistry registry = host.Services.GetRequiredService<IModelRegistry>();
        IPromotionService promotion = host.Services.GetRequiredService<IPromotionService>();
        for (int i = 0; i < 7; i++) { await RegisterAsync(registry); }
        ModelVersion version = await registry.ResolveAsync(ModelReference.Parse("demand:7"), Token);

        await PromoteAsync(promotion);
        Assert.Equal(1, await CheckAsync(promotion));
        await KeepAsync(host.Services.GetRequiredService<IVersionDocumentStore>(), version);
        await ApproveAsync(promotion, new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "bob")], "test")));
        Assert.Equal(0, await CheckAsync(promotion));
        await PromoteAsync(promotion);

        Assert.Equal(7, Assert.Single(await registry.ListAliasesAsync("demand", Token)).Number);
    }

    private static async Task VaultAsync(VaultClient vault)
    {
        // <snippet:docs/guides/secrets.md#3>
        VaultSecret? secret = await vault.ReadAsync("ml/registry", version: 2);
        IReadOnlyList<string> names = await vault.ListAsync("ml");
        int version = await vault.WriteAsync("ml/registry", new Dictionary<string, string> { ["password"] = "..." }, expectedVersion: 2);
        // </snippet>

        Assert.Equal((2, "registry", 3), (secret!.Version, names[0], version));
    }

    private static async Task SignAsync(VaultClient vault, VersionSigning signing, ModelVersion version)
    {
        // <snippet:docs/guides/secrets.md#4>
        VaultSignatureProvider signer = new(vault, "models");
        byte[] signature = await signing.SignAsync(version, signer);
        // </snippet>

        Assert.NotEmpty(signature);
    }

    private static async Task<string> TrainAsync(ITrainingJobLauncher launcher)
    {
        // <snippet:docs/guides/training-jobs.md#2>
        TrainingJobHandle job = await launcher.StartAsync(
            new TrainingJobSpec { Job = "train", Model = "demand", Parameters = new Dictionary<string, string> { ["since"] = "2026-01-01" } },
            idempotencyKey: "demand-2026-01");
        await foreach (TrainingJobStatus status in launcher.WatchAsync(job.Id)) { Console.WriteLine($"{status.State} ({status.RawState})"); }
        TrainingJobLog log = await launcher.LogsAsync(job.Id);
        // </snippet>

        return log.Text;
    }

    private static async Task<TrainingJobHandle> RetrainAsync(RetrainingTrigger retraining)
    {
        Dictionary<string, string> parameters = new() { ["since"] = "2026-01-05" };
        await retraining.TriggerAsync("demand", "other", new TrainingJobSpec { Job = "train", Parameters = parameters }, Token);
        return await ShownAsync(retraining);

        static async Task<TrainingJobHandle> ShownAsync(RetrainingTrigger retraining)
        {
            // <snippet:docs/guides/training-jobs.md#3>
            TrainingJobHandle job = await retraining.TriggerAsync("demand", driftWindow: "2026-01-05T00:00Z", new TrainingJobSpec { Job = "refit", Reason = "price drifted" });
            // </snippet>

            return job;
        }
    }

    private static async Task PromoteAsync(IPromotionService promotion)
    {
        // <snippet:docs/guides/promotion-gates.md#2>
        try
        {
            PromotionResult result = await promotion.PromoteAsync("demand", number: 7, "champion");
        }
        catch (PromotionRefusedException refusal)
        {
            foreach (GateReason reason in refusal.Decision.Reasons) { Console.WriteLine($"{reason.Code}: {reason.Message}"); }
        }
        // </snippet>
    }

    private static async Task KeepAsync(IVersionDocumentStore documents, ModelVersion version)
    {
        // <snippet:docs/guides/promotion-gates.md#3>
        DocumentHoldoutLosses losses = new(documents);
        await losses.PutAsync(version, new HoldoutLosses("sha256:...", new Dictionary<string, double> { ["row-1"] = 3.2, ["row-2"] = 0.4 }));
        // </snippet>
    }

    private static async Task ApproveAsync(IPromotionService promotion, ClaimsPrincipal user)
    {
        // <snippet:docs/guides/promotion-gates.md#4>
        await promotion.ApproveAsync("demand", number: 7, approver: user.Identity!.Name!, comment: "reviewed on staging");
        // </snippet>
    }

    private static async Task<int> CheckAsync(IPromotionService promotion)
    {
        // <snippet:docs/guides/promotion-gates.md#5>
        PromotionDecision decision = await promotion.EvaluateAsync(new PromotionRequest { Model = "demand", Number = 7, Alias = "champion" });
        Console.WriteLine(PromotionEvidence.ToJson(decision));   // every gate with verdict, figures and reasons
        return decision.IsAllowed ? 0 : 1;
        // </snippet>
    }

    private static Task<ModelVersion> RegisterAsync(IModelRegistry registry) => registry.RegisterAsync(
        new ModelRegistration
        {
            Model = "demand",
            Format = "onnx",
            Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1, 2, 3 })],
            Metrics = new Dictionary<string, double> { ["mae"] = 412 },
            Actor = "ann",
        },
        Token);

    private sealed class Connection
    {
        public string? Password { get; set; }
    }
}
