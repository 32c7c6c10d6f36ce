using System.Buffers.Binary;
using System.Text;

namespace ModelOps.Onnx.Forests.Quantized;

/// <summary>Reads compact files. Every count is checked against the bytes that are left before memory is taken.</summary>
internal sealed class CompactForestDecoder(ReadOnlyMemory<byte> file, ForestReadOptions options)
{
    private readonly List<int> _finished = [];
    private ForestPrecision _precision;
    private int _at;

    private int Left => file.Length - _at;

    public Forest Decode()
    {
        if (Left < CompactForest.Magic.Length || !Take(CompactForest.Magic.Length).SequenceEqual(CompactForest.Magic)) { throw Error("does not begin with MOQF", "Give a file that CompactForestFile wrote."); }
        byte version = Take(1)[0];
        if (version != CompactForest.Version) { throw Error($"is of version {version}", $"Give version {CompactForest.Version}, or use the package that wrote it."); }
        int features = Whole();
        int targets = Whole();
        if (targets is < 1 or > ForestBuilder.MaxTargets) { throw Error($"has {targets} targets", $"1 to {ForestBuilder.MaxTargets} are possible."); }
        ForestAggregate aggregate = Known(ForestAggregate.Max);
        ForestTransform transform = Known(ForestTransform.Exponential);
        _precision = Known(ForestPrecision.Double);
        ForestBuilder builder = new()
        {
            FeatureCount = features,
            TargetCount = targets,
            Aggregate = aggregate,
            Transform = transform,
            Precision = _precision,
            ClassLabels = Labels(targets),
            BaseValues = BaseValues(),
            MaxNodes = options.MaxNodes,
        };
        ForestRankColumn[] columns = new ForestRankColumn[Count(3)];
        for (int i = 0; i < columns.Length; i++) { columns[i] = Column(); }
        for (int trees = Count(2); trees > 0; trees--) { builder.AddTree(Tree(builder, columns)); }
        return Left == 0 ? builder.Build() : throw Error($"has {Left} bytes after its end", "Save the forest again.");
    }

    private List<object> Labels(int targets)
    {
        byte kind = Take(1)[0];
        if (kind > CompactForest.TextLabels) { throw Error($"has labels of kind {kind}", "Save the forest again."); }
        List<object> labels = [];
        for (int i = 0; i < targets && kind != CompactForest.NoLabels; i++)
        {
            labels.Add(kind == CompactForest.TextLabels ? Encoding.UTF8.GetString(Take(Count(1))) : BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long))));
        }

        return labels;
    }

    private double[] BaseValues()
    {
        double[] values = new double[Count(sizeof(float))];
        for (int i = 0; i < values.Length; i++) { values[i] = Number(); }
        return values;
    }

    private ForestRankColumn Column()
    {
        int feature = Whole();
        bool isAbove = Take(1)[0] != 0;
        float[] bounds = new float[Count(sizeof(float))];
        for (int i = 0; i < bounds.Length; i++) { bounds[i] = BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float))); }
        return new ForestRankColumn(feature, isAbove, bounds);
    }

    private int Tree(ForestBuilder builder, ForestRankColumn[] columns)
    {
        int target = Whole() - 1;
        _finished.Clear();

        // Splits whose sides are not all read yet; a side is -1 until it is.
        Stack<(ForestRankColumn Column, float Bound, int Below)> open = [];
        while (true)
        {
            int what = Whole();
            if (what >= CompactForest.FirstSplit)
            {
                int column = what - CompactForest.FirstSplit;
                if (column >= columns.Length) { throw Error($"has a split on column {column} of {columns.Length}", "Save the forest again."); }
                int rank = Whole();
                if (rank >= columns[column].Bounds.Count) { throw Error($"has a split at rank {rank} of {columns[column].Bounds.Count}", "Save the forest again."); }
                open.Push((columns[column], columns[column].Bounds[rank], -1));
                continue;
            }

            int node = what == CompactForest.Leaf ? Finish(Leaf(builder, target)) : Earlier();
            while (open.TryPop(out (ForestRankColumn Column, float Bound, int Below) split))
            {
                if (split.Below < 0)
                {
                    open.Push(split with { Below = node });
                    break;
                }

                node = Finish(builder.AddSplit(split.Column.Feature, SplitMode.AtMost, split.Bound, split.Below, node, missingGoesTrue: !split.Column.MissingIsAbove));
            }

            if (open.Count == 0) { return node; }
        }
    }

    private int Leaf(ForestBuilder builder, int target)
    {
        if (target >= 0) { return builder.AddLeaf(new ForestWeight(target, Number())); }
        ForestWeight[] weights = new ForestWeight[Count(1 + sizeof(float))];
        for (int i = 0; i < weights.Length; i++) { weights[i] = new ForestWeight(Whole(), Number()); }
        return builder.AddLeaf(weights);
    }

    private int Earlier()
    {
        int back = Whole();
        return back >= 1 && back <= _finished.Count ? _finished[^back] : throw Error($"leads {back} nodes back, and there are {_finished.Count}", "Save the forest again.");
    }

    private int Finish(int node)
    {
        _finished.Add(node);
        return node;
    }

    private TEnum Known<TEnum>(TEnum last)
        where TEnum : struct, Enum
    {
        byte value = Take(1)[0];
        return value <= Convert.ToInt32(last, null) ? (TEnum)Enum.ToObject(typeof(TEnum), (int)value) : throw Error($"has {typeof(TEnum).Name} {value}", "Use the package that wrote it.");
    }

    private double Number() => _precision == ForestPrecision.Single
        ? BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)))
        : BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    private int Count(int bytesOfElement)
    {
        int count = Whole();
        return count <= Left / bytesOfElement ? count : throw Error($"announces {count} elements where {Left} bytes are left", "Copy the whole file.");
    }

    private int Whole()
    {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte part = Take(1)[0];
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80) { return value < int.MaxValue ? (int)value : throw Error($"has the number {value}", "Save the forest again."); }
        }

        throw Error("has a number of more than five bytes", "Save the forest again.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left) { throw Error("ends too early", "Copy the whole file."); }
        _at += count;
        return file.Span.Slice(_at - count, count);
    }

    private ForestFormatException Error(string problem, string mend) => new($"The file at byte {_at} {problem}. {mend}");
}
