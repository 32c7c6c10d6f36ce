using System.Net.Sockets;
using Microsoft.Extensions.Options;
using ModelOps;

namespace DemandForecasting.Story;

/// <summary>Failures whose message tells an operator what to do. Anything else is a bug, whose stack trace is wanted.</summary>
internal static class KnownFailure
{
    /// <summary>Runs the app and ends with one line of error instead of a stack trace, where that line says all.</summary>
    /// <returns>Exit code of the process.</returns>
    public static async Task<int> ReportAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception failure) when (Describe(failure) is { } description)
        {
            await Console.Error.WriteLineAsync($"error: {description}");
            return 1;
        }
    }

    /// <summary>The message for people; null when it is none of them.</summary>
    private static string? Describe(Exception failure) => failure switch
    {
        AggregateException several when several.InnerExceptions.All(one => Describe(one) is not null) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(Describe)),
        OptionsValidationException settings => string.Join(Environment.NewLine, settings.Failures),
        ModelOpsException { InnerException: { } cause } => $"{failure.Message} ({cause.Message})",
        ModelOpsException or IOException or SocketException or UnauthorizedAccessException or InvalidOperationException or FormatException => failure.Message,
        OperationCanceledException => "It was stopped before it was done.",
        _ => null,
    };
}
