using System.Text;
using System.Text.Json.Nodes;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Signing;

/// <summary>Bundles of another implementation: <c>openssf-golden.json</c> was made in Python with the package cryptography, by the format's description,
/// for a key of each kind, over whole files and over shards of one byte.</summary>
internal static class SigningGolden
{
    private static readonly JsonNode All = JsonNode.Parse(File.ReadAllText(Path.Combine(
        SharedFiles.RepositoryRoot, "tests", "ModelOps.Registry.Tests", "Signing", "openssf-golden.json")))!;

    public static TrustedKey Key(string name) => TrustedKey.FromPem(name, (string)All[name]!["publicKey"]!);

    public static byte[] Bundle(string name) => Encoding.UTF8.GetBytes(All[name]!["bundle"]!.ToJsonString());

    /// <summary>Writes the files that the bundles are about.</summary>
    public static void WriteFiles(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "a"));
        Directory.CreateDirectory(Path.Combine(folder, "é"));
        File.WriteAllText(Path.Combine(folder, "a-b"), "1");
        File.WriteAllText(Path.Combine(folder, "a", "b"), "2");
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), [0, 1]);
        File.WriteAllText(Path.Combine(folder, "é", "x"), "y");
    }
}
