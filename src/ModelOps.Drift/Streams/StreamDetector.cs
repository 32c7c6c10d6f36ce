namespace ModelOps.Drift.Streams;

/// <summary>Watches a stream of numbers value by value, in constant or logarithmic memory, and says when it changes.</summary>
/// <remarks>An update allocates nothing. Missing values (NaN), infinities and values beyond ±<see cref="LargestMagnitude"/> are skipped and counted, for one
/// of them would spoil every later mean. Not safe for use by several threads at once. <see cref="StreamDetectorFile"/> saves and restores the whole state.</remarks>
public abstract class StreamDetector
{
    /// <summary>Largest absolute value that is not skipped: its square can be summed without overflow.</summary>
    public const double LargestMagnitude = 1e100;

    private protected StreamDetector()
    {
    }

    /// <summary>Name of the method, as in a saved state.</summary>
    public abstract string Name { get; }

    /// <summary>Values taken since the start or the last <see cref="Reset"/>; those skipped are not among them.</summary>
    public long Count { get; private set; }

    /// <summary>Values skipped since the start or the last <see cref="Reset"/>.</summary>
    public long Skipped { get; private set; }

    /// <summary>What the last update said.</summary>
    public StreamState State { get; private set; }

    /// <summary>Takes the next value of the stream.</summary>
    /// <param name="value">The value. NaN, infinite and huge values are skipped; some detectors take only 0 and 1, or 0 to 1.</param>
    /// <returns>What is known now. After <see cref="StreamState.Drift"/> the detector has begun anew.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside what this detector takes; nothing has changed.</exception>
    public StreamState Update(double value)
    {
        if (!(Math.Abs(value) <= LargestMagnitude))
        {
            Skipped++;
            return State = State == StreamState.Drift ? StreamState.None : State;
        }

        StreamState state = Observe(value);
        if (state == StreamState.Drift)
        {
            BeginAnew();
        }

        Count++;
        return State = state;
    }

    /// <summary>Forgets the stream; the settings stay.</summary>
    public void Reset()
    {
        Count = 0;
        Skipped = 0;
        State = StreamState.None;
        Clear();
    }

    /// <summary>Judges a value. Throws before it changes anything.</summary>
    private protected abstract StreamState Observe(double value);

    /// <summary>Forgets what was observed.</summary>
    private protected abstract void Clear();

    /// <summary>What follows an alarm. Some methods keep the newest values.</summary>
    private protected virtual void BeginAnew() => Clear();

    /// <summary>Checks the settings, from a constructor or a saved state.</summary>
    private protected abstract void CheckSettings();

    /// <summary>Reads or writes the settings.</summary>
    private protected abstract void TransferSettings(StateTransfer transfer);

    /// <summary>Reads or writes what was observed.</summary>
    private protected abstract void TransferState(StateTransfer transfer);

    internal StreamDetectorDocument Save()
    {
        var settings = StateTransfer.Writer();
        var state = StateTransfer.Writer();
        TransferSettings(settings);
        TransferState(state);
        return new StreamDetectorDocument
        {
            Format = StreamDetectorDocument.ExpectedFormat,
            Version = StreamDetectorDocument.CurrentVersion,
            Detector = Name,
            Count = Count,
            Skipped = Skipped,
            Last = (int)State,
            Settings = settings.Values,
            State = state.Values,
        };
    }

    internal void Restore(StreamDetectorDocument document)
    {
        var settings = StateTransfer.Reader(document.Settings);
        TransferSettings(settings);
        settings.End();
        CheckSettings();
        Clear();
        var state = StateTransfer.Reader(document.State);
        TransferState(state);
        state.End();
        Count = document.Count;
        Skipped = document.Skipped;
        State = (StreamState)document.Last;
    }
}
