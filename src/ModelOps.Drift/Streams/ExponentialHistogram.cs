namespace ModelOps.Drift.Streams;

/// <summary>A window as buckets of 1, 2, 4, … values, at most five of a size: sums and squared deviations in logarithmic memory.</summary>
internal sealed class ExponentialHistogram
{
    private const int MaxBuckets = 5;
    private const int Slots = MaxBuckets + 1;
    private const int MaxRows = 52;

    // Row r holds buckets of 2^r values, the oldest first.
    private readonly double[] _sums = new double[MaxRows * Slots];
    private readonly double[] _squares = new double[MaxRows * Slots];
    private readonly int[] _buckets = new int[MaxRows];
    private double _total;
    private double _squareTotal;

    internal long Count { get; private set; }

    internal int Rows { get; private set; }

    internal double Total => _total;

    internal double Mean => Count == 0 ? 0 : _total / Count;

    internal double Variance => Count == 0 ? 0 : _squareTotal / Count;

    internal int BucketsIn(int row) => _buckets[row];

    internal double Sum(int row, int bucket) => _sums[(row * Slots) + bucket];

    internal void Add(double value)
    {
        if (Count > 0)
        {
            double deviation = value - Mean;
            _squareTotal += deviation * deviation * Count / (Count + 1);
        }

        Count++;
        _total += value;
        Append(0, value, 0);
        for (int row = 0; _buckets[row] > MaxBuckets; row++)
        {
            MergeOldestTwo(row);
        }
    }

    internal void DropOldest()
    {
        int row = Rows - 1;
        long size = 1L << row;
        (double sum, double squares) = TakeOldest(row);
        Count -= size;
        _total -= sum;
        if (Count == 0)
        {
            Clear();
            return;
        }

        double gap = (sum / size) - Mean;
        _squareTotal = Math.Max(0, _squareTotal - squares - (gap * gap * size * Count / (size + Count)));
        while (Rows > 0 && _buckets[Rows - 1] == 0) { Rows--; }
    }

    internal void Clear()
    {
        Array.Clear(_buckets);
        Rows = 0;
        Count = 0;
        _total = 0;
        _squareTotal = 0;
    }

    internal void Transfer(StateTransfer transfer)
    {
        int rows = Rows;
        transfer.Whole("rows", ref rows, MaxRows - 1);
        Rows = rows;
        transfer.Number("total", ref _total);
        transfer.Number("squares", ref _squareTotal);
        Count = 0;
        for (int row = 0; row < rows; row++)
        {
            transfer.Whole($"buckets{row}", ref _buckets[row], MaxBuckets);
            transfer.Numbers($"sums{row}", _sums.AsSpan(row * Slots, _buckets[row]));
            transfer.Numbers($"squares{row}", _squares.AsSpan(row * Slots, _buckets[row]));
            Count += _buckets[row] * (1L << row);
        }

        if (rows > 0 && _buckets[rows - 1] == 0)
        {
            throw new StreamDetectorFormatException("its last row of buckets is empty");
        }
    }

    private void Append(int row, double sum, double squares)
    {
        int slot = (row * Slots) + _buckets[row]++;
        _sums[slot] = sum;
        _squares[slot] = squares;
        Rows = Math.Max(Rows, row + 1);
    }

    private void MergeOldestTwo(int row)
    {
        double size = 1L << row;
        (double firstSum, double firstSquares) = TakeOldest(row);
        (double secondSum, double secondSquares) = TakeOldest(row);
        double gap = (firstSum / size) - (secondSum / size);
        Append(row + 1, firstSum + secondSum, firstSquares + secondSquares + (gap * gap * size / 2));
    }

    private (double Sum, double Squares) TakeOldest(int row)
    {
        int first = row * Slots;
        (double, double) oldest = (_sums[first], _squares[first]);
        int left = --_buckets[row];
        Array.Copy(_sums, first + 1, _sums, first, left);
        Array.Copy(_squares, first + 1, _squares, first, left);
        return oldest;
    }
}
