using System.Text.Json;

namespace ModelOps.Drift.Tests;

/// <summary>Values of SciPy 1.10.1, written by <c>Goldens/generate.py</c>.</summary>
internal static class ScipyGoldens
{
    private static readonly JsonElement Root = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "scipy.json"))).RootElement;

    public static IEnumerable<JsonElement> Of(string name)
    {
        Assert.NotEqual(0, Root.GetProperty(name).GetArrayLength());
        return Root.GetProperty(name).EnumerateArray();
    }

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static int Integer(this JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
