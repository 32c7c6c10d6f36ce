using System.Collections.Concurrent;

namespace ModelOps.Onnx.Execution;

/// <summary>Frames that no call uses, as many as there were calls at once. Thread-safe.</summary>
/// <param name="plan">What frames run.</param>
internal sealed class FramePool(Plan plan)
{
    private readonly ConcurrentQueue<Frame> _frames = new();
    private Frame? _last;

    /// <summary>Takes a frame, the one used last if it is free: its memory is warm, and its shapes likely fit.</summary>
    public Frame Rent() => Interlocked.Exchange(ref _last, null) ?? (_frames.TryDequeue(out Frame? frame) ? frame : new Frame(plan));

    /// <summary>Gives a frame back.</summary>
    public void Return(Frame frame)
    {
        if (Interlocked.Exchange(ref _last, frame) is { } other) { _frames.Enqueue(other); }
    }
}
