using System.Diagnostics;
using System.Globalization;

namespace DemandForecasting.Story;

/// <summary>Prints the account of the run: numbered chapters, what was found, how long each took.</summary>
internal sealed class StoryTeller(TextWriter output, int chapters)
{
    private readonly Stopwatch _total = Stopwatch.StartNew();
    private readonly Stopwatch _chapter = new();
    private int _number;

    public TimeSpan Elapsed => _total.Elapsed;

    public void Chapter(string title)
    {
        EndChapter();
        _chapter.Restart();
        output.WriteLine();
        output.WriteLine($"[{++_number}/{chapters}] {title}");
    }

    public void Say(FormattableString text) => output.WriteLine("      " + text.ToString(CultureInfo.InvariantCulture));

    public void EndChapter()
    {
        if (_chapter.IsRunning) { output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      ({_chapter.Elapsed.TotalSeconds:0.0} s)")); }
        _chapter.Reset();
    }
}
