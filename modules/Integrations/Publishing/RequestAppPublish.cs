using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Avatars;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Publishing;

/// <summary>Asks the server's staff to publish an app.</summary>
public sealed record RequestAppPublish(string Slug, IReadOnlyList<PublishAnswer> Questionnaire, string? ExpectedEtag) : ICommand<App>
{
    string? ICommand.AuditTarget => Slug;
}

/// <summary>An answer to one of the staff's questions.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">The answer.</param>
public sealed record PublishAnswer(string Question, string Answer);

[MutationType]
public static partial class RequestAppPublishMutation
{
    /// <summary>Asks the server's staff to publish an app. It needs a logo, and an icon too when it links issues or stack traces.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="questionnaire">What the staff wants to know; 1 to 20 answers.</param>
    /// <param name="expectedEtag">Refuses the change when the app is no longer what the caller read.</param>
    [Authorize("integrations:admin")]
    [Error<AppNotFoundException>]
    [Error<InputInvalidException>]
    [Error<AppStatusInvalidException>]
    [Error<EtagMismatchException>]
    public static Task<App> RequestAppPublishAsync(string slug, IReadOnlyList<PublishAnswer> questionnaire, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RequestAppPublish(slug, questionnaire, expectedEtag), ct);
}

internal sealed class RequestAppPublishHandler(AppWriting writing) : IRequestHandler<RequestAppPublish, App>
{
    private const int MaxAnswers = 20;

    public async Task<App> Handle(RequestAppPublish request, CancellationToken ct)
    {
        if (request.Questionnaire.Count is 0 or > MaxAnswers)
            throw new InputInvalidException("questionnaire", $"It needs 1 to {MaxAnswers} answers.");
        PublishAnswer[] answers = [.. request.Questionnaire.Select(a => new PublishAnswer(Text.Required(a.Question, "questionnaire", 500), Text.Required(a.Answer, "questionnaire", 5000)))];
        var app = await writing.RequireOwnAsync(request.Slug, request.ExpectedEtag, ct);
        var photos = await writing.Db.Avatars.Where(avatar => avatar.AppId == app.Id).Select(avatar => avatar.PhotoType).ToListAsync(ct);
        app.RequestPublish(answers, photos.Contains(AppPhotoType.Logo), photos.Contains(AppPhotoType.Icon), writing.Now);
        return app;
    }
}
