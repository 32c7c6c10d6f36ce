using System.Globalization;
using System.Security.Cryptography;

namespace ModelOps.Registry.Tracking;

/// <summary>Names that the store gives itself.</summary>
internal static class TrackingNames
{
    public const string RunNameTag = "mlflow.runName";
    public const string DefaultExperiment = "Default";
    public const long DefaultExperimentId = 0;

    private static readonly string[] Qualities =
    [
        "amber", "brisk", "calm", "clever", "crisp", "early", "fair", "gentle", "golden", "keen", "light", "lively", "mellow", "noble", "open", "plain",
        "proud", "quick", "quiet", "ready", "rural", "sharp", "silent", "smooth", "steady", "sunny", "swift", "tidy", "vivid", "warm", "wise", "young",
    ];

    private static readonly string[] Things =
    [
        "acorn", "birch", "brook", "cedar", "cliff", "cloud", "comet", "coral", "crane", "delta", "ember", "falcon", "fern", "fjord", "grove", "heron",
        "island", "lake", "larch", "lynx", "maple", "meadow", "otter", "pine", "raven", "reef", "river", "spruce", "stone", "swan", "tide", "willow",
    ];

    public static string NewRunId() => Guid.NewGuid().ToString("N");

    public static string NewModelId() => "m-" + Guid.NewGuid().ToString("N");

    /// <summary>A name for people, which need not be unique.</summary>
    public static string NewName() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Qualities[RandomNumberGenerator.GetInt32(Qualities.Length)]}-{Things[RandomNumberGenerator.GetInt32(Things.Length)]}-{RandomNumberGenerator.GetInt32(1000)}");

    public static string Join(string location, string path) => $"{location.TrimEnd('/')}/{path}";
}
