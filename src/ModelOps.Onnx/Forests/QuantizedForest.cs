using System.Numerics;
using ModelOps.Onnx.Forests.Quantized;

namespace ModelOps.Onnx.Forests;

/// <summary>A forest over ranks instead of features, without any loss: a feature becomes the number of thresholds that it is above, a byte or two. Immutable and thread-safe.</summary>
/// <remarks>
/// <para>What it is good for: features that are kept or sent take a quarter of their size (a half with more than 255 thresholds of a feature), features that no tree looks at
/// take none, and an ONNX model reads them as they are. Answers are those of the forest to the last bit, since every comparison of a feature with a threshold is one of ranks.</para>
/// <para>Ranks mean something to the forest that made them only. <see cref="CompactForestFile"/> keeps a forest, bounds included; the columns made of the forest read back are the same.</para>
/// </remarks>
public sealed class QuantizedForest
{
    private readonly float[][] _bounds;

    /// <summary>Quantizes a forest.</summary>
    /// <param name="forest">The forest.</param>
    /// <exception cref="ForestFormatException">A threshold has no rank (NaN, or below negative infinity), or a feature has more than 65,535 thresholds.</exception>
    public QuantizedForest(Forest forest)
    {
        ArgumentNullException.ThrowIfNull(forest);
        RankTable table = new(forest);
        Columns = table.Columns;
        int most = Columns.Max(static column => column.Bounds.Count);
        if (most > ushort.MaxValue) { throw new ForestFormatException($"A feature has {most} thresholds, and ranks count to {ushort.MaxValue}. Train with fewer bins."); }
        RankType = most <= byte.MaxValue ? OnnxElementType.UInt8 : OnnxElementType.UInt16;
        Source = forest;
        Ranks = table.ToRanks();
        _bounds = [.. Columns.Select(static column => column.Bounds.ToArray())];
    }

    /// <summary>The forest that was quantized.</summary>
    public Forest Source { get; }

    /// <summary>The forest over ranks: one feature for each of <see cref="Columns"/>.</summary>
    public Forest Ranks { get; }

    /// <summary>What is ranked, in the order of the ranks of a row. A feature whose missing values go one way here and another there has two columns.</summary>
    public IReadOnlyList<ForestRankColumn> Columns { get; }

    /// <summary>Type of ranks: <see cref="OnnxElementType.UInt8"/>, or <see cref="OnnxElementType.UInt16"/> where a column has more than 255 bounds.</summary>
    public OnnxElementType RankType { get; }

    /// <summary>Ranks rows.</summary>
    /// <param name="rows">Features, row-major; <see cref="Forest.FeatureCount"/> of <see cref="Source"/> for each row.</param>
    /// <param name="ranks">Receives ranks, row-major; one for each of <see cref="Columns"/> for each row.</param>
    /// <exception cref="ArgumentException">The lengths fit no whole number of rows, or not each other.</exception>
    /// <exception cref="InvalidOperationException">Ranks need two bytes.</exception>
    public void Rank(ReadOnlySpan<float> rows, Span<byte> ranks)
    {
        if (RankType != OnnxElementType.UInt8) { throw new InvalidOperationException($"A column has more than {byte.MaxValue} bounds. Give room for ranks of 16 bits."); }
        Rank<byte>(rows, ranks);
    }

    /// <summary>Ranks rows.</summary>
    /// <param name="rows">Features, row-major; <see cref="Forest.FeatureCount"/> of <see cref="Source"/> for each row.</param>
    /// <param name="ranks">Receives ranks, row-major; one for each of <see cref="Columns"/> for each row.</param>
    /// <exception cref="ArgumentException">The lengths fit no whole number of rows, or not each other.</exception>
    public void Rank(ReadOnlySpan<float> rows, Span<ushort> ranks) => Rank<ushort>(rows, ranks);

    /// <summary>Writes the forest over ranks as an ONNX model, whose input is a tensor of <see cref="RankType"/>, <c>[-1, columns]</c>.</summary>
    /// <param name="options">Names; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ForestFormatException">ONNX has no way to say the forest; see <see cref="OnnxForestWriter.Write(Forest, OnnxForestWriteOptions?)"/>.</exception>
    /// <exception cref="ArgumentException">Names are empty or not distinct.</exception>
    public OnnxModel ToOnnx(OnnxForestWriteOptions? options = null) => OnnxForestWriter.Write(Ranks, options, RankType);

    private void Rank<TRank>(ReadOnlySpan<float> rows, Span<TRank> ranks)
        where TRank : unmanaged, IBinaryInteger<TRank>
    {
        int count = ranks.Length / _bounds.Length;
        if (count * _bounds.Length != ranks.Length || (long)count * Source.FeatureCount != rows.Length)
        {
            throw new ArgumentException($"{rows.Length} features and room for {ranks.Length} ranks do not fit: a row has {Source.FeatureCount} features and {_bounds.Length} ranks.");
        }

        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < _bounds.Length; column++)
            {
                ForestRankColumn of = Columns[column];
                float value = Source.FeatureCount == 0 ? 0f : rows[(row * Source.FeatureCount) + of.Feature];
                int rank = float.IsNaN(value) ? of.MissingIsAbove ? _bounds[column].Length : 0 : CountBelow(_bounds[column], value);
                ranks[(row * _bounds.Length) + column] = TRank.CreateTruncating(rank);
            }
        }
    }

    private static int CountBelow(float[] bounds, float value)
    {
        int first = 0;
        int last = bounds.Length;
        while (first < last)
        {
            int middle = (first + last) >>> 1;
            if (value > bounds[middle]) { first = middle + 1; }
            else { last = middle; }
        }

        return first;
    }
}
