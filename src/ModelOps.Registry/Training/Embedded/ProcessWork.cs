using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>A job that is a program.</summary>
internal sealed partial class ProcessWork(TrainingProcess process) : ITrainingWork
{
    private static readonly TimeSpan EndOfOutput = TimeSpan.FromSeconds(5);

    public string? Check(TrainingJobSpec spec) => process.Arguments
        .SelectMany(static argument => Placeholder().Matches(argument).Select(static match => match.Groups["name"].Value))
        .FirstOrDefault(name => !spec.Parameters.ContainsKey(name)) is { } missing
            ? $"Job '{spec.Job}' needs the parameter '{missing}', which the specification does not have."
            : null;

    public async Task<int?> RunAsync(TrainingJobContext context, Action<int, DateTimeOffset> started, CancellationToken cancellationToken)
    {
        using Process running = new() { StartInfo = StartInfo(context) };
        try
        {
            running.Start();
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            throw new TrainingJobException(
                ModelOpsErrorKind.FailedPrecondition,
                TrainingJobErrorCodes.Refused,
                $"The program of job '{context.Spec.Job}' could not be started. Check its FileName and WorkingDirectory in {TrainingJobsOptions.SectionName}:{nameof(TrainingJobsOptions.Processes)}.",
                error);
        }

        try
        {
            running.StandardInput.Close();
            if (StartOf(running) is { } at) { started(running.Id, at); }
            Task output = Task.WhenAll(CopyAsync(running.StandardOutput, context.Output), CopyAsync(running.StandardError, context.Output));
            await running.WaitForExitAsync(cancellationToken).ConfigureAwait(false);

            // A grandchild that outlives the program keeps its output open; it is not waited for.
            await Task.WhenAny(output, Task.Delay(EndOfOutput, CancellationToken.None)).ConfigureAwait(false);
            return running.ExitCode;
        }
        finally
        {
            if (!running.HasExited)
            {
                running.Kill(entireProcessTree: true);
                await running.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Null when the process has ended already, and then there is nothing that anyone could have to end.</summary>
    private static DateTimeOffset? StartOf(Process running)
    {
        try { return new DateTimeOffset(running.StartTime); }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception) { return null; }
    }

    private ProcessStartInfo StartInfo(TrainingJobContext context)
    {
        ProcessStartInfo info = new(process.FileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = process.WorkingDirectory ?? string.Empty,
        };
        foreach (string argument in process.Arguments)
        {
            info.ArgumentList.Add(Placeholder().Replace(argument, match => context.Spec.Parameters[match.Groups["name"].Value]));
        }

        foreach ((string name, string value) in process.Environment) { info.Environment[name] = value; }
        info.Environment["MODELOPS_TRAINING_JOB"] = context.Id;
        info.Environment["MODELOPS_TRAINING_MODEL"] = context.Spec.Model;
        info.Environment["MODELOPS_TRAINING_PARAMETERS"] = TrainingSpecJson.Parameters(context.Spec);
        return info;
    }

    /// <summary>By blocks, not by lines: a line may never end.</summary>
    private static async Task CopyAsync(StreamReader reader, TextWriter output)
    {
        char[] buffer = new char[4096];
        try
        {
            int read;
            while ((read = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0) { output.Write(buffer, 0, read); }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process was disposed while a grandchild kept its output open.
        }
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z0-9_.\-]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
