using System.Diagnostics.CodeAnalysis;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Finds out which targets get something from every row. Not thread-safe.</summary>
/// <param name="forest">The forest.</param>
internal sealed class ScoredTargets(Forest forest)
{
    private readonly bool[] _isScored = new bool[forest.TargetCount];
    private readonly bool[] _isEverScored = new bool[forest.TargetCount];
    private readonly int[] _leaves = new int[forest.TargetCount];
    private readonly List<int> _targets = [];

    /// <summary>Targets of the tree added last, in the order in which its leaves name them.</summary>
    public IReadOnlyList<int> TargetsOfTree => _targets;

    /// <summary>Adds a tree. A target is scored by every row if all leaves of some tree give to it.</summary>
    /// <param name="leaves">Nodes of its leaves.</param>
    public void AddTree(ReadOnlySpan<int> leaves)
    {
        foreach (int target in _targets) { _leaves[target] = 0; }
        _targets.Clear();
        foreach (int leaf in leaves)
        {
            ref readonly ForestNode node = ref forest.Nodes[leaf];
            foreach (ref readonly ForestWeight weight in forest.Weights.Slice(node.FirstWeight, node.WeightCount))
            {
                if (_leaves[weight.Target]++ == 0) { _targets.Add(weight.Target); }
            }
        }

        foreach (int target in _targets)
        {
            _isEverScored[target] = true;
            _isScored[target] |= _leaves[target] == leaves.Length;
        }
    }

    /// <summary>Gives the answer.</summary>
    /// <param name="isScored">Targets that every row gets something for.</param>
    /// <returns>Whether the others get nothing from any row, or it makes no difference.</returns>
    public bool TryFinish([NotNullWhen(true)] out bool[]? isScored)
    {
        isScored = _isScored;
        return _isScored.AsSpan().SequenceEqual(_isEverScored) || (forest.TargetCount == 1 && !forest.IsClassifier);
    }
}
