using System.Buffers.Binary;
using System.Text;

namespace ModelOps.Onnx.Forests.Quantized;

/// <summary>Writes compact files.</summary>
/// <remarks>A tree whose leaves give one weight each to one target says so once. Trees are in preorder: a node, what it leads to below its bound, what it leads to above.</remarks>
internal sealed class CompactForestEncoder(Forest forest)
{
    private readonly RankTable _table = new(forest);
    private readonly MemoryStream _file = new();
    private readonly Dictionary<int, int> _finished = [];

    public byte[] Encode()
    {
        Forest ranks = _table.ToRanks();
        _file.Write(CompactForest.Magic);
        _file.WriteByte(CompactForest.Version);
        Whole(forest.FeatureCount);
        Whole(forest.TargetCount);
        _file.WriteByte((byte)forest.Aggregate);
        _file.WriteByte((byte)forest.Transform);
        _file.WriteByte((byte)forest.Precision);
        Labels();
        Whole(forest.BaseValues.Length);
        foreach (double value in forest.BaseValues) { Number(value); }
        Whole(_table.Columns.Count);
        foreach (ForestRankColumn column in _table.Columns)
        {
            Whole(column.Feature);
            _file.WriteByte(column.MissingIsAbove ? (byte)1 : (byte)0);
            Whole(column.Bounds.Count);
            foreach (float bound in column.Bounds) { Single(bound); }
        }

        Whole(ranks.Roots.Length);
        foreach (int root in ranks.Roots) { Tree(ranks, root); }
        return _file.ToArray();
    }

    private void Labels()
    {
        bool isText = forest.IsClassifier && forest.ClassLabels[0] is string;
        _file.WriteByte(!forest.IsClassifier ? CompactForest.NoLabels : isText ? CompactForest.TextLabels : CompactForest.NumberLabels);
        foreach (object label in forest.ClassLabels)
        {
            if (label is string text)
            {
                Whole(Encoding.UTF8.GetByteCount(text));
                _file.Write(Encoding.UTF8.GetBytes(text));
            }
            else { Long((long)label); }
        }
    }

    private void Tree(Forest ranks, int root)
    {
        int? target = OnlyTarget(ranks, root);
        Whole(target is { } only ? only + 1 : 0);
        _finished.Clear();

        // A node comes twice: to be written, and once all below it is there, to be counted.
        Stack<(int Node, bool IsDone)> path = new([(root, false)]);
        while (path.TryPop(out (int Node, bool IsDone) step))
        {
            ForestNode node = ranks.Nodes[step.Node];
            if (step.IsDone) { _finished.Add(step.Node, _finished.Count); }
            else if (_finished.TryGetValue(step.Node, out int ordinal))
            {
                Whole(CompactForest.Known);
                Whole(_finished.Count - ordinal);
            }
            else if (node.IsLeaf)
            {
                Whole(CompactForest.Leaf);
                if (target is null) { Whole(node.WeightCount); }
                foreach (ForestWeight weight in ranks.Weights.Slice(node.FirstWeight, node.WeightCount))
                {
                    if (target is null) { Whole(weight.Target); }
                    Number(weight.Value);
                }

                _finished.Add(step.Node, _finished.Count);
            }
            else
            {
                Whole(node.Feature + CompactForest.FirstSplit);
                Whole((int)node.Threshold);
                path.Push((step.Node, true));
                path.Push((node.WhenFalse, false));
                path.Push((node.WhenTrue, false));
            }
        }
    }

    private static int? OnlyTarget(Forest ranks, int root)
    {
        HashSet<int> seen = [root];
        Stack<int> open = new([root]);
        int? target = null;
        while (open.TryPop(out int index))
        {
            ForestNode node = ranks.Nodes[index];
            if (!node.IsLeaf)
            {
                if (seen.Add(node.WhenTrue)) { open.Push(node.WhenTrue); }
                if (seen.Add(node.WhenFalse)) { open.Push(node.WhenFalse); }
                continue;
            }

            if (node.WeightCount != 1) { return null; }
            int found = ranks.Weights[node.FirstWeight].Target;
            if ((target ??= found) != found) { return null; }
        }

        return target;
    }

    private void Number(double value)
    {
        if (forest.Precision == ForestPrecision.Single) { Single((float)value); return; }
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _file.Write(bytes);
    }

    private void Single(float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _file.Write(bytes);
    }

    private void Long(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _file.Write(bytes);
    }

    private void Whole(int value)
    {
        uint rest = (uint)value;
        while (rest > 0x7F)
        {
            _file.WriteByte((byte)(rest | 0x80));
            rest >>= 7;
        }

        _file.WriteByte((byte)rest);
    }
}
