namespace ModelOps.Drift.Monitoring;

/// <summary>One writer's share of a version's traffic.</summary>
internal sealed class TrafficShard(Func<ShardCell> makeCell) : ClaimedShard
{
    private readonly Stack<ShardCell> _idle = [];
    private List<ShardCell> _open = [];
    private List<ShardCell> _taken = [];
    private InferenceTensor?[] _tensors = [];
    private ShardCell?[] _cells = [];

    /// <summary>The cell of a bucket; only while claimed.</summary>
    internal ShardCell Cell(long bucket)
    {
        foreach (ShardCell open in _open)
        {
            if (open.Bucket == bucket) { return open; }
        }

        ShardCell cell = _idle.TryPop(out ShardCell? idle) ? idle : makeCell();
        cell.Bucket = bucket;
        _open.Add(cell);
        return cell;
    }

    /// <summary>Room for so many tensors; only while claimed.</summary>
    internal Span<InferenceTensor?> Tensors(int count) => Room(ref _tensors, count);

    /// <summary>Room for the cell of each of so many rows; only while claimed.</summary>
    internal Span<ShardCell?> Cells(int count) => Room(ref _cells, count);

    /// <summary>Takes all cells away; they come back by <see cref="Return"/>. Only while claimed, and by one collector.</summary>
    internal List<ShardCell> Take()
    {
        (_open, _taken) = (_taken, _open);
        return _taken;
    }

    /// <summary>Gives the cells of <see cref="Take"/> back, reset. Only while claimed.</summary>
    internal void Return()
    {
        foreach (ShardCell cell in _taken) { _idle.Push(cell); }
        _taken.Clear();
    }

    private static Span<T> Room<T>(ref T[] room, int count)
    {
        if (room.Length < count) { room = new T[Math.Max(count, 2 * room.Length)]; }
        return room.AsSpan(0, count);
    }
}
