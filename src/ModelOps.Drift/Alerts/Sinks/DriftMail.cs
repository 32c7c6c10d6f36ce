using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace ModelOps.Drift.Alerts;

/// <summary>A notification as a mail with a text and an HTML part. Names are text in both, and cannot begin a header: they hold no line ends.</summary>
internal static class DriftMail
{
    private const int MaxSubject = 160;

    public static MailMessage Make(DriftNotification notification, SmtpSinkOptions options)
    {
        var from = new MailAddress(options.From);
        var mail = new MailMessage
        {
            From = from,
            Subject = AlertText.Bound($"[{Label(notification)}] {DriftAlertTexts.Headline(notification)}", MaxSubject),
            SubjectEncoding = Encoding.UTF8,
            Body = Text(notification, options.MaxListed),
            BodyEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        foreach (string to in options.To) { mail.To.Add(new MailAddress(to)); }
        string group = $"<drift-{notification.GroupKey}@{from.Host}>"; // no mail has this id; it is what clients thread by
        mail.Headers.Add("Message-ID", $"<drift-{notification.Id}@{from.Host}>");
        mail.Headers.Add("References", group);
        mail.Headers.Add("In-Reply-To", group);
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(Html(notification, options.MaxListed), Encoding.UTF8, MediaTypeNames.Text.Html));
        return mail;
    }

    private static string Label(DriftNotification notification) => notification.IsResolved ? "over" : AlertJson.Name(notification.Severity);

    private static string Text(DriftNotification notification, int most)
    {
        var text = new StringBuilder().Append(DriftAlertTexts.Headline(notification)).Append("\r\n");
        foreach (DriftAlert alert in Listed(notification, most))
        {
            text.Append("\r\n").Append(DriftAlertTexts.Summary(alert)).Append("\r\n");
            if (alert.State != DriftAlertState.Firing) { continue; }
            text.Append("  ").Append(alert.Size).Append("\r\n  ").Append(alert.Confidence).Append("\r\n");
            if (alert.FiredCount > 1) { text.Append("  ").Append(DriftAlertTexts.Flapping(alert)).Append("\r\n"); }
            text.Append("  What to do: ").Append(alert.Advice).Append("\r\n");
            if (alert.ReportUrl is not null) { text.Append("  Report: ").Append(alert.ReportUrl.AbsoluteUri).Append("\r\n"); }
        }

        if (Rest(notification, most) is { } rest) { text.Append("\r\n").Append(rest).Append("\r\n"); }
        return text.ToString();
    }

    private static string Html(DriftNotification notification, int most)
    {
        var html = new StringBuilder("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body style=\"font:15px sans-serif;max-width:42em\"><h3>")
            .Append(Encode(DriftAlertTexts.Headline(notification))).Append("</h3>");
        foreach (DriftAlert alert in Listed(notification, most))
        {
            string colour = alert.State != DriftAlertState.Firing ? "#2eb886" : alert.Severity == DriftAlertSeverity.Critical ? "#a30200" : "#daa038";
            html.Append("<div style=\"border-left:4px solid ").Append(colour).Append(";padding-left:12px;margin:16px 0\"><p><b>").Append(Encode(DriftAlertTexts.Summary(alert))).Append("</b></p>");
            if (alert.State == DriftAlertState.Firing)
            {
                html.Append("<p>").Append(Encode(alert.Size)).Append("</p><p>").Append(Encode(alert.Confidence)).Append("</p>");
                if (alert.FiredCount > 1) { html.Append("<p>").Append(Encode(DriftAlertTexts.Flapping(alert))).Append("</p>"); }
                html.Append("<p><b>What to do:</b> ").Append(Encode(alert.Advice)).Append("</p>");
                if (alert.ReportUrl is not null) { html.Append("<p><a href=\"").Append(Encode(alert.ReportUrl.AbsoluteUri)).Append("\">Report</a></p>"); }
            }

            html.Append("</div>");
        }

        if (Rest(notification, most) is { } rest) { html.Append("<p>").Append(rest).Append("</p>"); }
        return html.Append("</body></html>").ToString();
    }

    private static IEnumerable<DriftAlert> Listed(DriftNotification notification, int most) => notification.Firing.Concat(notification.Resolved).Take(most);

    private static string? Rest(DriftNotification notification, int most)
    {
        int rest = notification.Firing.Count + notification.Resolved.Count - most;
        return rest > 0 ? string.Create(CultureInfo.InvariantCulture, $"and {rest} more") : null;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
