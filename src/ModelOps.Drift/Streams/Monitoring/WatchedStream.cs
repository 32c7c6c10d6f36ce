namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>A stream of one version: calls read its values, and one taker at a time makes blocks of them and gives those to its detector.</summary>
internal sealed class WatchedStream(WatchedVersion version, StreamPlan plan)
{
    private const int ToldParts = 4; // of a sample that is gathered
    private BlockMean _block;
    private int _toldPart;
    private string? _mismatch;
    private bool _isTold;
    private int _index;

    internal WatchedVersion Version { get; } = version;

    internal StreamPlan Plan { get; } = plan;

    internal DetectorRun Run { get; private set; } = new(version.Key, plan);

    /// <summary>Values taken, those skipped included.</summary>
    internal long Taken { get; private set; }

    /// <summary>Values left out: missing, infinite or huge.</summary>
    internal long Skipped { get; private set; }

    /// <summary>Whether a calibration was asked for.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>Values refused by the detector when that was last told.</summary>
    internal long ToldRefused { get; set; }

    /// <summary>The tensor of a call with the stream's column; null when there is none, which is noted.</summary>
    internal InferenceTensor? Find(InferenceTensorCollection tensors, out int rows, out int width)
    {
        int index = _index;
        InferenceTensor? tensor = Plan.Tensor is not { } name ? (tensors.Count == 1 ? tensors[0] : null)
            : index < tensors.Count && tensors[index].Name == name ? tensors[index]
            : Search(tensors, name);
        rows = tensor is null ? 0 : tensor.Shape.Length == 0 ? 1 : (int)tensor.Shape[0];
        width = rows == 0 ? 0 : (int)(tensor!.ElementCount / rows);
        if (tensor is null || tensor.DataType == TensorDataType.Bytes || (rows > 0 && Plan.Column >= width))
        {
            Mismatch(tensor, tensors);
            return null;
        }

        return tensor;
    }

    /// <summary>What of the calls does not fit, once; else null.</summary>
    internal string? TakeMismatch()
    {
        if (_isTold || Volatile.Read(ref _mismatch) is not { } mismatch) { return null; }
        _isTold = true;
        return mismatch;
    }

    /// <summary>Whether another quarter of the sample has been gathered since this was asked.</summary>
    internal bool TakeProgress()
    {
        if (Run.Phase == RunPhase.Watching) { return false; }
        int part = Run.Sampled * ToldParts / Plan.CalibrationValues;
        bool isNew = part > _toldPart;
        _toldPart = part;
        return isNew;
    }

    /// <summary>Takes the next value.</summary>
    internal void Take(double value, long at, ICollection<StreamChange> changes)
    {
        Taken++;
        if (!(Math.Abs(value) <= StreamDetector.LargestMagnitude))
        {
            Skipped++;
            return;
        }

        if (!double.IsNaN(Plan.Above)) { value = value > Plan.Above ? 1 : 0; }
        if (Plan.BlockTicks > 0)
        {
            Elapse(at, changes);
            _block.AddTimed(value, at, Plan.BlockTicks);
        }
        else if (Plan.BlockSize == 1)
        {
            Run.Take(value, at, changes);
        }
        else if (_block.Add(value, at, Plan.BlockSize))
        {
            Run.Take(_block.Close(), at, changes);
        }
    }

    /// <summary>Ends a block of time that is over.</summary>
    internal void Elapse(long now, ICollection<StreamChange> changes)
    {
        if (Plan.BlockTicks == 0 || !_block.IsOver(now, Plan.BlockTicks)) { return; }
        long at = _block.At;
        Run.Take(_block.Close(), at, changes);
    }

    internal StreamStateEntry Save()
    {
        var entry = new StreamStateEntry
        {
            Stream = Plan.Name,
            Key = Plan.Key,
            Taken = Taken,
            Skipped = Skipped,
            BlockSum = _block.Sum,
            BlockCount = _block.Count,
            BlockAt = _block.At,
        };
        Run.Save(entry);
        return entry;
    }

    /// <exception cref="StreamDetectorFormatException">The entry is damaged; the stream is as new.</exception>
    internal void Load(StreamStateEntry entry)
    {
        if (entry.Taken < 0 || entry.Skipped < 0 || entry.BlockCount < 0 || !double.IsFinite(entry.BlockSum) || entry.BlockAt < 0 || entry.BlockAt > DateTime.MaxValue.Ticks)
        {
            throw new StreamDetectorFormatException("its counts or its block are out of range");
        }

        var run = new DetectorRun(Version.Key, Plan);
        run.Load(entry);
        Run = run;
        Taken = entry.Taken;
        Skipped = entry.Skipped;
        _block = new BlockMean { Sum = entry.BlockSum, Count = entry.BlockCount, At = entry.BlockAt };
    }

    // Where it was in one call, it is in the next.
    private InferenceTensor? Search(InferenceTensorCollection tensors, string name)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            if (tensors[i].Name == name)
            {
                _index = i;
                return tensors[i];
            }
        }

        return null;
    }

    private void Mismatch(InferenceTensor? found, InferenceTensorCollection tensors)
    {
        if (Volatile.Read(ref _mismatch) is not null) { return; }
        string there = found?.ToString() ?? $"{tensors.Count} tensors ({string.Join(", ", tensors.Take(10).Select(static tensor => tensor.ToString()))})";
        Volatile.Write(ref _mismatch, $"it should be column {Plan.Column} of {(Plan.Tensor is null ? "the only tensor" : $"'{Plan.Tensor}'")}, numbers with rows in the first dimension, but the call has {there}");
    }
}
