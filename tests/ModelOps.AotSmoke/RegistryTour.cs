using System.Globalization;
using ModelOps;
using ModelOps.Registry;
using ModelOps.Registry.Dvc;
using ModelOps.Registry.Gates;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Mlflow;
using ModelOps.Registry.Publishing;
using ModelOps.Registry.Signing;

namespace ModelOps.AotSmoke;

/// <summary>Touches each part of the registry once, so that what trimming breaks shows.</summary>
internal sealed class RegistryTour(IServiceProvider services, EcdsaSignatureProvider signer)
{
    private const string Model = "tour";
    private readonly IModelRegistry _registry = services.GetRequiredService<IModelRegistry>();

    /// <summary>Text of <see cref="PromotionGatesOptions.PolicyFile"/>.</summary>
    public const string Policies =
        """
        policies:
          - models: [tour]
            aliases: [champion]
            gates:
              - metric: { name: mae, max: 5 }
        """;

    /// <returns>A line for each part.</returns>
    public async Task<string> RunAsync()
    {
        (ModelVersion first, ModelVersion second) = await TrainAsync();
        string[] lines =
        [
            $"versions {first.Version} {second.Version}",
            $"alias {await MoveAsync(first, second)}",
            $"search {await SearchAsync()}",
            $"promote {await PromoteAsync(first)} {await PromoteAsync(second)}",
            $"sign {await SignAsync(second)}",
            $"bom {await WriteBomAsync(second)}",
            $"runs {await FindRunsAsync()}",
            $"mlmodel {ReadMlflowModel()}",
            $"dvc {DvcDirectory.HashOf([new DvcEntry("a.csv", new string('0', 32))])}",
            $"collected {(await services.GetRequiredService<IRegistryMaintenance>().CollectGarbageAsync(new GarbageOptions { DryRun = true })).Removed.Count}",
        ];
        return string.Join('\n', lines);
    }

    private async Task<(ModelVersion First, ModelVersion Second)> TrainAsync()
    {
        await using TrainingRun run = await TrainingRun.StartAsync(services.GetRequiredService<ITrackingStore>(), new TrainingRunOptions { Experiment = Model });
        await run.LogParamsAsync(new Dictionary<string, string> { ["depth"] = "6" });
        RegisteredTrainingModel first = await run.RegisterModelAsync(_registry, Registration(mae: 7));
        RegisteredTrainingModel second = await run.RegisterModelAsync(_registry, Registration(mae: 4));
        await run.CompleteAsync();
        return (first.Version, second.Version);
    }

    private async Task<string> MoveAsync(ModelVersion first, ModelVersion second)
    {
        ModelAlias moved = await _registry.MoveAliasAsync(new AliasMove { Model = Model, Alias = "blue", Number = first.Number });
        try
        {
            await _registry.MoveAliasAsync(new AliasMove { Model = Model, Alias = "blue", Number = second.Number, ExpectedRevision = moved.Revision + 1 });
            return "moved";
        }
        catch (AliasConflictException conflict)
        {
            return $"kept at {conflict.ActualRevision}";
        }
    }

    private async Task<int> SearchAsync() => (await _registry.SearchVersionsAsync(new RegistryQuery
    {
        Filters = [new RegistryFilter(RegistryFields.Name, RegistryOperator.Equal, Model), new RegistryFilter(RegistryFields.Tag("team"), RegistryOperator.Equal, "supply")],
    })).Items.Count;

    private async Task<string> PromoteAsync(ModelVersion version)
    {
        IPromotionService promotion = services.GetRequiredService<IPromotionService>();
        try
        {
            return $"to revision {(await promotion.PromoteAsync(Model, version.Number, "champion")).Alias.Revision}";
        }
        catch (PromotionRefusedException refusal)
        {
            return refusal.Decision.Reasons.First().Code;
        }
    }

    private async Task<string> SignAsync(ModelVersion version)
    {
        VersionSigning signing = services.GetRequiredService<VersionSigning>();
        await signing.SignAsync(version, signer);
        return (await signing.VerifyAsync(version)).Name;
    }

    private async Task<string> WriteBomAsync(ModelVersion version)
    {
        VersionGovernance governance = services.GetRequiredService<VersionGovernance>();
        await governance.PutCardAsync(version, new ModelCard { Overview = "A tour." });
        using System.Text.Json.JsonDocument bom = System.Text.Json.JsonDocument.Parse(await governance.WriteBomAsync(version));
        return $"{bom.RootElement.GetProperty("bomFormat")} {bom.RootElement.GetProperty("specVersion")}";
    }

    private async Task<string> FindRunsAsync()
    {
        ITrackingStore tracking = services.GetRequiredService<ITrackingStore>();
        Experiment experiment = (await tracking.FindExperimentAsync(Model))!;
        TrackingRun run = (await tracking.SearchRunsAsync(new RunQuery { ExperimentIds = [experiment.Id] })).Items.Single();
        return string.Create(CultureInfo.InvariantCulture, $"{run.Status} depth={run.Params["depth"]} mae={run.Metrics.Single(static m => m.Key == "mae").Value}");
    }

    private static string ReadMlflowModel()
    {
        ModelSignature signature = new([new TensorSpec("x", TensorDataType.Float32, [-1, 4])], [new TensorSpec("y", TensorDataType.Float32, [-1, 1])]);
        MlflowModel read = MlflowModel.Parse(MlflowModel.ForOnnx("model.onnx", signature).ToYaml());
        return $"{read.Format} {read.Signature!.ToModelSignature()}";
    }

    private static ModelRegistration Registration(double mae) => new()
    {
        Model = Model,
        Format = "onnx",
        Files = [ModelFile.FromBytes("model.onnx", BitConverter.GetBytes(mae))],
        Metrics = new Dictionary<string, double> { ["mae"] = mae },
        Tags = new Dictionary<string, string> { ["team"] = "supply" },
    };
}
