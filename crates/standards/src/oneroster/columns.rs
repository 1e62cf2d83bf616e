//! The header row of every file in both versions (CSV binding 1.1 and 1.2.1; see the reference, section 2.3).
//!
//! Every file begins with `sourcedId,status,dateLastModified`; the tables hold what follows. An asterisk marks columns
//! whose cell must not be empty. A file without a table does not exist in that version.

use super::{DataFile, Version};

/// One column of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The heading, exactly.
    pub name: &'static str,
    /// Whether its cells must not be empty.
    pub required: bool,
}

/// The columns of a file in the order of the binding; none when the version has no such file.
#[must_use]
pub fn columns(file: DataFile, version: Version) -> Option<Vec<Column>> {
    let own = match version {
        Version::V1_1 => header_1_1(file),
        Version::V1_2 => Some(header_1_2(file)),
    }?;
    let first = ["sourcedId*", "status", "dateLastModified"].into_iter();
    let all = first.chain(own.split(',').filter(|name| !name.is_empty()));
    Some(all.map(column).collect())
}

fn column(text: &'static str) -> Column {
    match text.strip_suffix('*') {
        Some(name) => Column { name, required: true },
        None => Column { name: text, required: false },
    }
}

const SESSIONS: &str = "title*,type*,startDate*,endDate*,parentSourcedId,schoolYear*";
const ORGS: &str = "name*,type*,identifier,parentSourcedId";
const COURSES: &str = "schoolYearSourcedId,title*,courseCode,grades,orgSourcedId*,subjects,subjectCodes";
const CLASSES: &str = "title*,grades,courseSourcedId*,classCode,classType*,location,schoolSourcedId*,\
    termSourcedIds*,subjects,subjectCodes,periods";
const ENROLLMENTS: &str = "classSourcedId*,schoolSourcedId*,userSourcedId*,role*,primary,beginDate,endDate";
const DEMOGRAPHICS: &str = "birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,\
    nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,\
    countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus";
const RESOURCES: &str = "vendorResourceId*,title,roles,importance,vendorId,applicationId";
const CLASS_RESOURCES: &str = "title,classSourcedId*,resourceSourcedId*";
const COURSE_RESOURCES: &str = "title,courseSourcedId*,resourceSourcedId*";

fn header_1_2(file: DataFile) -> &'static str {
    match file {
        DataFile::AcademicSessions => SESSIONS,
        DataFile::Orgs => ORGS,
        DataFile::Courses => COURSES,
        DataFile::Classes => CLASSES,
        DataFile::Users => {
            "enabledUser*,username*,userIds,givenName*,familyName*,middleName,identifier,email,sms,phone,\
             agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,\
             preferredFamilyName,primaryOrgSourcedId,pronouns"
        }
        DataFile::Roles => {
            "userSourcedId*,roleType*,role*,beginDate,endDate,orgSourcedId*,userProfileSourcedId"
        }
        DataFile::Enrollments => ENROLLMENTS,
        DataFile::Demographics => DEMOGRAPHICS,
        DataFile::UserProfiles => {
            "userSourcedId*,profileType*,vendorId*,applicationId,description,credentialType*,username*,password"
        }
        DataFile::Categories => "title*,weight",
        DataFile::LineItems => {
            "title*,description,assignDate*,dueDate*,classSourcedId*,categorySourcedId*,academicSessionSourcedId*,\
             resultValueMin,resultValueMax,schoolSourcedId*"
        }
        DataFile::Results => {
            "lineItemSourcedId*,studentSourcedId*,scoreStatus*,score,scoreDate*,comment,textScore,classSourcedId,\
             inProgress,incomplete,late,missing"
        }
        DataFile::ScoreScales => {
            "title*,type*,orgSourcedId*,courseSourcedId*,classSourcedId*,scoreScaleValue*"
        }
        DataFile::LineItemLearningObjectiveIds => "lineItemSourcedId*,source*,learningObjectiveId*",
        DataFile::LineItemScoreScales => "title,lineItemSourcedId*,scoreScaleSourcedId*",
        DataFile::ResultLearningObjectiveIds => {
            "resultSourcedId*,source*,learningObjectiveId*,score,textScore"
        }
        DataFile::ResultScoreScales => "title,resultSourcedId*,scoreScaleSourcedId*",
        DataFile::Resources => RESOURCES,
        DataFile::ClassResources => CLASS_RESOURCES,
        DataFile::CourseResources => COURSE_RESOURCES,
        DataFile::UserResources => "userSourcedId*,orgSourcedId,classSourcedId,resourceSourcedId*",
    }
}

fn header_1_1(file: DataFile) -> Option<&'static str> {
    Some(match file {
        DataFile::AcademicSessions => SESSIONS,
        DataFile::Orgs => ORGS,
        DataFile::Courses => COURSES,
        DataFile::Classes => CLASSES,
        DataFile::Users => {
            "enabledUser*,orgSourcedIds*,role*,username*,userIds,givenName*,familyName*,middleName,identifier,email,\
             sms,phone,agentSourcedIds,grades,password"
        }
        DataFile::Enrollments => ENROLLMENTS,
        DataFile::Demographics => DEMOGRAPHICS,
        DataFile::Categories => "title*",
        DataFile::LineItems => {
            "title*,description,assignDate*,dueDate*,classSourcedId*,categorySourcedId*,gradingPeriodSourcedId*,\
             resultValueMin*,resultValueMax*"
        }
        DataFile::Results => "lineItemSourcedId*,studentSourcedId*,scoreStatus*,score*,scoreDate*,comment",
        DataFile::Resources => RESOURCES,
        DataFile::ClassResources => CLASS_RESOURCES,
        DataFile::CourseResources => COURSE_RESOURCES,
        DataFile::Roles
        | DataFile::UserProfiles
        | DataFile::ScoreScales
        | DataFile::LineItemLearningObjectiveIds
        | DataFile::LineItemScoreScales
        | DataFile::ResultLearningObjectiveIds
        | DataFile::ResultScoreScales
        | DataFile::UserResources => return None,
    })
}
