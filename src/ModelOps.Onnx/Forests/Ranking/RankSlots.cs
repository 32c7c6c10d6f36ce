using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Which slots are in use. The one that was let go last is taken first, as it is still near.</summary>
internal sealed class RankSlots
{
    private readonly List<int> _holders = [];
    private readonly Stack<int> _free = [];

    /// <summary>Slots that were ever in use at the same time, at most.</summary>
    public int Most => _holders.Count;

    public void Clear()
    {
        _holders.Clear();
        _free.Clear();
    }

    /// <summary>A slot that nobody holds.</summary>
    public int Take()
    {
        if (_free.TryPop(out int slot)) { return slot; }
        _holders.Add(0);
        return _holders.Count - 1;
    }

    public bool IsHeldOnce(RankOperand operand) => operand.Kind == RankOperandKind.Slot && _holders[operand.Index] == 1;

    public void Hold(RankOperand operand)
    {
        if (operand.Kind == RankOperandKind.Slot) { CollectionsMarshal.AsSpan(_holders)[operand.Index]++; }
    }

    public void Release(RankOperand operand)
    {
        if (operand.Kind == RankOperandKind.Slot && --CollectionsMarshal.AsSpan(_holders)[operand.Index] == 0) { _free.Push(operand.Index); }
    }
}
