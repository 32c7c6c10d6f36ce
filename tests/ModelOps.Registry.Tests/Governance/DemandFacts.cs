namespace ModelOps.Registry.Tests.Governance;

/// <summary>A version of which everything is known, and one of which nothing is.</summary>
internal static class DemandFacts
{
    public static readonly string DataDigest = "sha256:" + new string('d', 64);

    public static ModelVersion Version { get; } = new()
    {
        Model = "demand",
        Number = 7,
        Version = SemanticVersion.Parse("1.3.0"),
        Format = "onnx",
        Files = [new("labels/en.txt", "sha256:" + new string('a', 64), 12), new("model.onnx", "sha256:" + new string('b', 64), 4096)],
        Digest = "sha256:" + new string('c', 64),
        CreatedAt = new DateTimeOffset(2026, 3, 1, 12, 30, 0, TimeSpan.FromHours(2)),
        Signature = new ModelSignature([new("x", TensorDataType.Float32, [-1, 4])], [new("y", TensorDataType.Float32, [-1, 1])]),
        Metrics = new Dictionary<string, double> { ["mae"] = 412.3, ["bias"] = double.NaN },
        Description = "Demand of the next hour.",
    };

    public static ModelVersion Bare { get; } = Version with { Signature = null, Metrics = new Dictionary<string, double>(), Description = "" };

    public static ModelCard Card { get; } = new()
    {
        Overview = "Forecasts the demand of the next hour: \"load\", in MW.",
        Documentation = "Trained weekly.\n\nSee the runbook.",
        Owners = [new("Energy team", "energy@example.org"), new("Ada", "room 3")],
        Licenses = ["Apache-2.0"],
        References = ["https://example.org/demand"],
        Citations = ["Energy team, Demand, 2026."],
        Languages = ["en", "no"],
        Keywords = ["energy", "forecast"],
        Task = "tabular-regression",
        Library = "lightgbm",
        Approach = LearningApproach.Supervised,
        ArchitectureFamily = "gradient-boosted trees",
        Architecture = "400 trees of depth 6",
        Metrics =
        [
            new("mae", 410.25) { Dataset = "load-2025", LowerBound = 400, UpperBound = 421.5 },
            new("mae", 555) { Dataset = "load-2025", Slice = "holidays | nights" },
        ],
        Users = ["Grid operators"],
        UseCases = ["Hour-ahead planning"],
        Limitations = ["Not for islands"],
        Tradeoffs = ["Speed over accuracy"],
        EthicalConsiderations = [new("Outages fall on the same districts.", "Reviewed monthly."), new("None other known.")],
        Fairness = [new("Rural customers") { Benefits = "Fewer outages.", Harms = "Coarser forecasts.", Mitigation = "Own model planned." }],
    };

    public static TrainingRecord Training { get; } = new()
    {
        Job = "demand-training",
        RunId = "0123456789abcdef0123456789abcdef",
        StartedAt = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero),
        FinishedAt = new DateTimeOffset(2026, 3, 1, 10, 5, 0, 250, TimeSpan.Zero),
        Builder = "https://ci.example.org/runners/7",
        Parameters = new Dictionary<string, string> { ["learning_rate"] = "0.1", ["depth"] = "6" },
        Datasets =
        [
            new("load-2025") { Role = "evaluation", Digest = "ab12cd34", Uri = "s3://lake/load/2025" },
            new("load-2020-2024")
            {
                Role = "training", Digest = DataDigest, Uri = "s3://lake/load/2020", Description = "Hourly load.", Classification = "internal",
                SensitiveData = ["meter identifiers"], Rows = 43_800, Bytes = 1 << 20, Columns = [new("hour", "timestamp"), new("load", "double")],
            },
        ],
        Code = new TrainingCode("https://git.example.org/demand.git", "0123456789012345678901234567890123456789", "train.cs"),
        BaseModels = [new("demand:1.2.0", "models:/demand/6", "sha256:" + new string('e', 64))],
        Libraries = new Dictionary<string, string> { ["lightgbm"] = "4.5.0" },
    };
}
