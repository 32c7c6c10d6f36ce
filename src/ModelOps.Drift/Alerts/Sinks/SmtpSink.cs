using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Alerts;

/// <summary>Mails by the framework's client: one mail a notification, mails of one group in one thread.</summary>
internal sealed class SmtpSink(SmtpSinkOptions options, ISecretSource? secrets, TimeProvider time, ILogger logger) : IDriftAlertSink
{
    private readonly AlertRetry _retry = new(options, time);

    public string Name => options.Name;

    public bool Wants(DriftAlert alert) => options.Wants(alert);

    public async ValueTask SendAsync(DriftNotification notification, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notification);
        await _retry.RunAsync(token => AttemptAsync(notification, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<AttemptResult> AttemptAsync(DriftNotification notification, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient(options.Host, options.Port) { EnableSsl = options.Security == SmtpSecurity.StartTls };
        if (options.User is not null)
        {
            Secret password = await SinkSecrets.Of(secrets).GetAsync(options.PasswordSecret!, cancellationToken).ConfigureAwait(false);
            client.Credentials = new NetworkCredential(options.User, password.Reveal());
        }

        using MailMessage mail = DriftMail.Make(notification, options);
        try
        {
            await client.SendMailAsync(mail, cancellationToken).ConfigureAwait(false);
            return AttemptResult.Taken;
        }
        catch (SmtpFailedRecipientsException error) when (error.InnerExceptions.Length < mail.To.Count)
        {
            // The others have it; another attempt would tell them twice.
            logger.MailPartlyRefused(Name, error.InnerExceptions.Length, mail.To.Count);
            return AttemptResult.Taken;
        }
        catch (SmtpFailedRecipientException) when (mail.To.Count > 1)
        {
            logger.MailPartlyRefused(Name, 1, mail.To.Count);
            return AttemptResult.Taken;
        }
        catch (SmtpException error)
        {
            return Explain(error);
        }
    }

    private static AttemptResult Explain(SmtpException error)
    {
        int status = (int)error.StatusCode;
        if (error.InnerException is AuthenticationException) { return new AttemptResult("TLS", MayPass: false, null, "The server's certificate is not trusted, or it speaks no TLS that this machine accepts."); }
        if (status <= 0)
        {
            return error.InnerException is null
                ? new AttemptResult("NO_STARTTLS", MayPass: false, null, "The server does not offer STARTTLS. Turn it on there, or set Security to None where the way is safe.")
                : new AttemptResult("UNREACHABLE", MayPass: true, null, "Check Host and Port and that the server runs.");
        }

        return new AttemptResult(status.ToString(CultureInfo.InvariantCulture), MayPass: status is >= 400 and < 500, null, status switch
        {
            530 or 534 or 535 => "Check User and PasswordSecret.",
            550 or 551 or 553 or 554 => "Check From and To: the server refuses the sender or a receiver.",
            _ => "See the mail server's log.",
        });
    }
}
