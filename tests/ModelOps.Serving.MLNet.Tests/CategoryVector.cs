using Microsoft.ML.Data;

namespace ModelOps.Serving.MLNet.Tests;

/// <summary>The feature vector of a <see cref="CategoryRow"/>, which need not be one-hot.</summary>
public sealed class CategoryVector
{
    private const int Width = CategoryRow.CategoryCount + 1;

    [VectorType(Width)]
    public float[] Features { get; set; } = new float[Width];

    /// <summary>Several categories at once, none, and edge values.</summary>
    public static CategoryVector[] Hostile(int rows)
    {
        Random random = new(31);
        return [.. Enumerable.Range(0, rows).Select(_ => new CategoryVector
        {
            Features = [.. Enumerable.Range(0, Width).Select(_ => random.Next(6) switch
            {
                0 => 1f,
                1 => SyntheticData.Edges[random.Next(SyntheticData.Edges.Length)],
                _ => 0f,
            })],
        })];
    }
}
