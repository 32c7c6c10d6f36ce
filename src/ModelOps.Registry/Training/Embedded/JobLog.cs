using System.Text;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>A job's output: two files of half the limit each, the older replaced when the newer is full, and the last characters in memory. A disk that is
/// full costs the log, not the job. Thread-safe.</summary>
internal sealed class JobLog : TextWriter
{
    public const int TailLength = 8192;

    private readonly Lock _gate = new();
    private readonly JobLogFiles _files;
    private readonly long _half;
    private readonly StringBuilder _tail = new();
    private FileStream? _file;
    private bool _failed;

    public JobLog(JobLogFiles files, long maxBytes)
    {
        _files = files;
        _half = maxBytes / 2;
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => Encoding.UTF8;

    public string Tail
    {
        get
        {
            lock (_gate) { return _tail.ToString(); }
        }
    }

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_gate)
        {
            _tail.Append(buffer.Length > TailLength ? buffer[^TailLength..] : buffer);
            if (_tail.Length > TailLength) { _tail.Remove(0, _tail.Length - TailLength); }
            if (!_failed) { Store(buffer); }
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _failed = true;
            _file?.Dispose();
            _file = null;
        }

        base.Dispose(disposing);
    }

    private void Store(ReadOnlySpan<char> text)
    {
        try
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text.ToArray());
            for (int start = 0; start < bytes.Length;)
            {
                _file ??= _files.OpenNewest();
                int room = (int)Math.Min(bytes.Length - start, Math.Max(0, _half - _file.Length));
                if (room == 0)
                {
                    _file.Dispose();
                    _file = null;
                    _files.Turn();
                    continue;
                }

                _file.Write(bytes, start, room);
                _file.Flush();
                start += room;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _failed = true;
        }
    }
}
